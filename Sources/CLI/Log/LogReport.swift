import HubModel
import JMESPath

/// What verifying a log came to, in words for people and members for scripts.
struct LogReport {
    let value: JSONValue
    let isWhole: Bool

    static let shape = TableShape([
        .init("Hub", "hub"), .init("Result", "result"), .init("Records", "records"),
        .init("FirstRecord", "firstRecord"), .init("LastRecord", "lastRecord"), .init("SignedUpTo", "signedUpTo"),
        .init("FirstBadRecord", "firstBadRecord"), .init("Problem", "problem"),
    ])

    static func whole(
        _ hub: HubName,
        _ verdict: LogVerifier.Verdict,
        checkpoints: Int,
        written: LogCheckpoint?
    ) -> LogReport {
        var proven: [String] = []
        var open: [String] = []
        if let newest = verdict.newest {
            let first = verdict.first.map { $0 <= newest.sequence ? $0 : newest.sequence } ?? newest.sequence
            proven.append(
                "Records \(first) to \(newest.sequence) are complete, in their order, and as the server signed them at "
                    + "\(newest.time)."
            )
        } else {
            open.append("There is no checkpoint yet: nothing is signed.")
        }
        if verdict.last > verdict.signedUpTo {
            open.append(
                "Records \(verdict.signedUpTo + 1) to \(verdict.last) fit together, but no checkpoint signs them yet: "
                    + "whoever can write the server's database could remove or rewrite them."
            )
        }
        switch (verdict.meetsWritten, written) {
        case (true?, let written?) where written.sequence < verdict.first ?? verdict.last:
            open.append(
                "The server knows the checkpoint of \(written.time), but retention has removed the records that it covers."
            )
        case (true?, let written?):
            proven.append(
                "Nothing up to record \(written.sequence) was rewritten since the checkpoint of \(written.time)."
            )
        case (false?, let written?):
            open.append(
                "The record of the checkpoint of \(written.time) is no longer there: retention removed it. What came "
                    + "between it and what is left cannot be compared with it."
            )
        default:
            open.append(
                "Without a checkpoint that was kept elsewhere (--from), records at the end could be gone together with "
                    + "their checkpoints."
            )
        }
        open.append("Whoever has the server's master key can sign another log.")
        return LogReport(
            value: .make([
                ("hub", .string(hub.text)), ("result", .string("whole")), ("records", .integer(Int(verdict.records))),
                ("firstRecord", verdict.first.map { .integer(Int($0)) } ?? .null),
                ("lastRecord", .integer(Int(verdict.last))), ("signedUpTo", .integer(Int(verdict.signedUpTo))),
                ("checkpoints", .integer(checkpoints)), ("newestCheckpoint", json(verdict.newest)),
                ("proven", .array(proven.map(JSONValue.string))), ("notProven", .array(open.map(JSONValue.string))),
            ]),
            isWhole: true
        )
    }

    static func broken(_ hub: HubName, _ problem: LogVerifier.Problem, checkpoints: Int) -> LogReport {
        LogReport(
            value: .make([
                ("hub", .string(hub.text)), ("result", .string("broken")),
                ("firstBadRecord", .integer(Int(problem.sequence))),
                ("problem", .string("At record \(problem.sequence): \(problem.words).")),
                ("checkpoints", .integer(checkpoints)),
            ]),
            isWhole: false
        )
    }

    private static func json(_ checkpoint: LogCheckpoint?) -> JSONValue {
        // A value of strings and numbers always has JSON.
        guard let checkpoint, let bytes = try? RestJSON.encode(checkpoint) else { return .null }
        return JSONValue.read(bytes) ?? .null
    }
}
