/// How the server writes its own log.
enum LogFormat: String, CaseIterable, Sendable {
    /// Text on a terminal, JSON everywhere else.
    case auto
    case text
    case json

    /// Whether lines are JSON, for a log that goes to a terminal or not.
    func isJSON(onTerminal: Bool) -> Bool {
        switch self {
        case .auto: !onTerminal
        case .text: false
        case .json: true
        }
    }
}
