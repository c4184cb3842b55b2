import CLI
import HubModel
import JMESPath

/// How far the way to a device goes.
struct DoctorReport {
    /// The steps, in their order; the raw value is their name.
    enum Stage: String, CaseIterable {
        case configuration = "configuration"
        case dns = "dns"
        case tcp = "tcp"
        case proxy = "proxy"
        case tls = "tls"
        case clock = "clock"
        case hub = "main endpoint"
        case token = "token"
        case controlChannel = "device's control channel"
        case serviceJoin = "this machine to streaming endpoint"
        case deviceJoin = "device to streaming endpoint"
        case relay = "relay"
        case target = "target service"
    }

    /// Where it ends, and why.
    struct Failure: Error {
        let stage: Stage
        var error: HubError
        var trackingID: String?
    }

    static let shape = TableShape(
        rowsAt: ["checks"],
        [
            .init("Check", "check"), .init("Result", "result"), .init("Code", "code"), .init("Detail", "detail"),
            .init("Remedy", "remedy"),
        ],
        isForTSV: true
    )

    private var results: [Stage: CheckReport.Result] = [:]
    private(set) var failure: Failure?
    /// What is known of where it goes, without secrets.
    var place: [(String, JSONValue)] = []

    subscript(stage: Stage) -> CheckReport.Result {
        get { results[stage] ?? .notTested }
        set { results[stage] = newValue }
    }

    /// This step passed, and those before it of which nothing else is known.
    mutating func passed(_ stage: Stage) {
        passedAll(before: stage)
        results[stage] = .passed
    }

    /// It ends here: the steps before passed, where nothing else is known of them.
    mutating func failed(_ failure: Failure) {
        passedAll(before: failure.stage)
        results[failure.stage] = .failed(failure.error.message)
        self.failure = failure
    }

    private mutating func passedAll(before stage: Stage) {
        for earlier in Stage.allCases.prefix(while: { $0 != stage }) where results[earlier] == nil {
            results[earlier] = .passed
        }
    }

    var json: JSONValue {
        let checks = Stage.allCases.map { stage in
            let error = failure?.stage == stage ? failure?.error : nil
            return JSONValue.make([
                ("check", .string(stage.rawValue)), ("result", .string(self[stage].word)),
                ("code", error.map { .string($0.code.rawValue) } ?? .null),
                ("number", error.map { .number(JSONNumber($0.code.number)) } ?? .null),
                ("detail", self[stage].problem.map { .string($0) } ?? .null),
                ("remedy", error.map { .string($0.hint ?? $0.code.advice) } ?? .null),
                ("trackingId", error == nil ? .null : failure?.trackingID.map { .string($0) } ?? .null),
            ])
        }
        return .make(
            place + [
                ("result", .string(failure == nil ? "ok" : "failed")),
                ("failedCheck", failure.map { .string($0.stage.rawValue) } ?? .null), ("checks", .array(checks)),
            ]
        )
    }
}
