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
        /// There is no such step here.
        case notNeeded

        /// Without the words.
        var checkResult: CheckResult {
            switch self {
            case .passed: .ok
            case .failed: .failed
            case .notTested: .notTested
            case .notNeeded: .notNeeded
            }
        }

        /// As it stands in tables and JSON.
        var word: String { checkResult.rawValue }

        /// What failed, in words.
        var problem: String? {
            guard case .failed(let words) = self else { return nil }
            return words
        }
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
            JSONValue.make([
                ("check", .string(row.check)), ("detail", row.result.problem.map { .string($0) } ?? .null),
                ("result", .string(row.result.word)),
            ])
        }
        let hasProblem = rows.contains { $0.result.problem != nil }
        var outcome = Outcome.value(.array(values), Self.shape)
        if hasProblem { outcome.status = .problemsFound }
        return outcome
    }
}
