package import Logging

/// A log that tells a test of each line.
package struct ListeningLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel = Logger.Level.trace

    private let hear: @Sendable (LogEvent) -> Void

    /// A logger whose lines a test hears.
    package static func logger(_ hear: @escaping @Sendable (LogEvent) -> Void) -> Logger {
        Logger(label: "test") { _ in ListeningLog(hear: hear) }
    }

    private init(hear: @escaping @Sendable (LogEvent) -> Void) { self.hear = hear }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) { hear(event) }
}
