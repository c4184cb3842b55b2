import CLI
import HubModel
import JMESPath

/// Tells what happens: a line for people on standard error, or a line of JSON for programs.
///
/// On a queue of its own, because whoever reads may be slow; whoever tells waits until it is written.
actor EventLog {
    private let executor = QueueExecutor(label: "devicestream.events")
    private let style: EventStyle
    private let output: CInt
    private static let errors: CInt = 2

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter isOutputTaken: whether standard output belongs to another program, so that JSON goes to standard error.
    init(_ style: EventStyle, isOutputTaken: Bool = false) {
        self.style = style
        output = isOutputTaken ? Self.errors : 1
    }

    /// How much a line matters to people.
    enum Weight {
        /// Only with `--verbose`.
        case detail
        /// Not with `--only-show-errors`.
        case notice
        case error
    }

    /// Tells an event: its name and members as JSON, or the text.
    func tell(_ event: String, _ members: [(String, JSONValue)], _ weight: Weight = .notice, text: String) {
        let line: String
        if style.isJSON {
            let all = [("time", JSONValue.string(style.world.now.description)), ("event", .string(event))] + members
            line = JSONValue.make(all).compactText + "\n"
        } else {
            switch weight {
            case .detail where !style.isVerbose, .notice where style.isQuiet: return
            case .detail: line = "INFO: " + VisibleText.show(text) + "\n"
            case .notice: line = VisibleText.show(text) + "\n"
            case .error: line = "ERROR: " + VisibleText.show(text) + "\n"
            }
        }
        Self.write(line, to: style.isJSON ? output : Self.errors)
    }

    /// Whoever reads no more does not want to hear of it; the streams go on.
    private static func write(_ line: String, to number: CInt) {
        var rest = Array(line.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { SystemCall.write(number, $0) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension [(String, JSONValue)] {
    /// What an error says, for programs.
    static func of(_ error: HubError) -> Self {
        var members: Self = [
            ("code", .string(error.code.rawValue)), ("number", .number(JSONNumber(error.code.number))),
            ("exitStatus", .number(JSONNumber(Int(error.code.exitStatus.rawValue)))),
            ("message", .string(error.message)),
        ]
        if let stage = error.stage { members.append(("stage", .string(stage))) }
        return members
    }
}
