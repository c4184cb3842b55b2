import DeviceSDK
import HubModel
import JMESPath

/// Tells what becomes of a stream: a line at its end, which says all.
struct StreamRecord: Sendable {
    private let members: [(String, JSONValue)]
    private let title: String
    private let log: EventLog

    init(_ request: StreamRequest, _ log: EventLog) {
        var members: [(String, JSONValue)] = [
            ("streamId", .string(request.id.text)), ("streamName", .string(request.name.text)),
        ]
        var title = "Stream \(request.id.text.prefix(8))"
        if let service = request.service {
            members.append(("service", .string(service.text)))
            title += " to '\(service)'"
        }
        if let caller = request.caller {
            members.append(("caller", .string(caller)))
            title += " of \(caller)"
        }
        if let reason = request.reason {
            members.append(("reason", .string(reason)))
            title += " (\(reason))"
        }
        if let trace = request.trace { members.append(("traceId", .string(trace.traceID.text))) }
        self.members = members
        self.title = title
        self.log = log
    }

    func opened(_ target: String) async {
        await log.tell(
            "opened",
            members + [("target", .string(target))],
            .detail,
            text: "\(title): leads to \(target)."
        )
    }

    func closed(_ result: StreamResult) async {
        let problem = result.end.flatMap { HubError($0) }
        await log.tell(
            "closed",
            members + [
                ("sent", .number(JSONNumber(Int(result.sent)))),
                ("received", .number(JSONNumber(Int(result.received)))),
            ] + (problem.map { .of($0) } ?? []),
            text: "\(title): \(result.received) bytes received, \(result.sent) sent. "
                + (problem.map(\.message) ?? "Finished.")
        )
    }

    func rejected(_ refusal: Refusal) async {
        await log.tell(
            "rejected",
            members + [("rejection", .string(refusal.code)), ("message", .string(refusal.reason))],
            text: "\(title): rejected. \(refusal.reason)"
        )
    }

    func failed(_ error: HubError) async {
        await log.tell("failed", members + .of(error), text: "\(title): \(error.message)")
    }
}
