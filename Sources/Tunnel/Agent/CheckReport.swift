import CLI
import HubModel
import JMESPath
import StreamClient

/// The steps of `agent check`, and how each went.
struct CheckReport {
    enum Result: Equatable {
        case passed
        /// In words.
        case failed(String)
        /// A step before it failed.
        case notTested
    }

    private static let shape = TableShape([
        .init("Check", "check"), .init("Result", "result"), .init("Detail", "detail"),
    ])
    /// The step behind those of `DialError.Stage`.
    private static let login = "login"

    private(set) var rows: [(check: String, result: Result)] = []

    /// The steps to the hub, in their order.
    static func stages(isWebSocket: Bool, usesProxy: Bool) -> [String] {
        DialError.Stage.allCases.filter { stage in
            switch stage {
            case .proxy: usesProxy
            case .upgrade: isWebSocket
            case .resolve, .connect, .tls: true
            }
        }.map(\.rawValue) + [login]
    }

    mutating func add(_ result: Result, _ check: String) { rows.append((check, result)) }

    /// Steps of which one failed, or none: what is before it passed, what is behind it was not tested.
    mutating func add(_ failure: ClientError?, _ stages: [String]) {
        let failed = failure.map { $0.dial?.stage.rawValue ?? Self.login }
        var isBehind = false
        for stage in stages {
            if isBehind {
                add(.notTested, stage)
            } else if stage == failed, let failure {
                add(.failed(failure.error.message), stage)
                isBehind = true
            } else {
                add(.passed, stage)
            }
        }
    }

    var outcome: Outcome {
        let values = rows.map { row in
            let (result, detail) =
                switch row.result {
                case .passed: ("ok", JSONValue.null)
                case .failed(let words): ("failed", JSONValue.string(words))
                case .notTested: ("not tested", JSONValue.null)
                }
            return JSONValue.make([("check", .string(row.check)), ("detail", detail), ("result", .string(result))])
        }
        let hasProblem = rows.contains { if case .failed = $0.result { true } else { false } }
        var outcome = Outcome.value(.array(values), Self.shape)
        if hasProblem { outcome.status = .problemsFound }
        return outcome
    }
}
