import CLI
import HubModel
import JMESPath
import Transport

/// Tells what happens: a line for people on standard error, or a line of JSON for programs.
///
/// On a queue of its own, because whoever reads may be slow; whoever tells waits until it is written.
actor EventLog {
    private let executor = QueueExecutor(label: "devicestream.events")
    private let style: EventStyle
    private let output: CInt
    private static let errors: CInt = 2

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// JSON goes to standard error where standard output is taken: it belongs to another program.
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
        guard !style.isSilent else { return }
        let line: String
        if style.isJSON {
            line = json(event, members)
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

    /// Tells an event for which people get a page of our own words, as the result of the command.
    func tell(_ event: String, _ members: [(String, JSONValue)], page: String) {
        Self.write(style.isJSON ? json(event, members) : page + "\n", to: output)
    }

    /// Tells that nothing new is taken, and how long the rest may take.
    func stopping() {
        let seconds = Drain.patience.components.seconds
        tell(
            "stopping",
            [("patienceSeconds", .number(JSONNumber(Int(seconds))))],
            text: "Stopping; streams that are open have \(seconds) s. Another signal cuts them."
        )
    }

    private func json(_ event: String, _ members: [(String, JSONValue)]) -> String {
        let all = [("time", JSONValue.string(style.world.now.description)), ("event", .string(event))] + members
        return JSONValue.make(all).compactText + "\n"
    }

    /// Tells people, on whatever thread; lines of several do not mix.
    static func complain(_ line: String) { write(line, to: errors) }

    /// Whoever reads no more does not want to hear of it; the streams go on.
    private static func write(_ line: String, to number: CInt) {
        _ = SystemCall.writeAll(number, Array(line.utf8))
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
