import HubModel
import Logging

/// The server's own log: a line an event, as text for people or as JSON for programs.
///
/// Whatever stands in a value, a line stays one line, and moves no cursor. Each is one write, so that lines of
/// different threads never mix.
struct LineLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?

    private let isJSON: Bool
    private let world: World
    private let write: @Sendable (String) -> Void

    init(
        isJSON: Bool,
        world: World,
        metadataProvider: Logger.MetadataProvider?,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.isJSON = isJSON
        self.world = world
        self.metadataProvider = metadataProvider
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var all = metadataProvider?.get() ?? [:]
        all.merge(metadata) { _, new in new }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        let fields = all.sorted { $0.key < $1.key }.map { ($0.key, Self.text($0.value)) }
        let line = LogLine(time: world.now, level: event.level, message: "\(event.message)", fields: fields)
        write(isJSON ? line.json : line.text)
    }

    /// Lists and dictionaries are rare, and for people.
    private static func text(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value): value.description
        case .array(let values): "[" + values.map(text).joined(separator: ", ") + "]"
        case .dictionary(let values):
            "{" + values.sorted { $0.key < $1.key }.map { $0.key + ": " + text($0.value) }.joined(separator: ", ") + "}"
        }
    }
}
