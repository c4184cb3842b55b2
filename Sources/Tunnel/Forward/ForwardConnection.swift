import CLI
import HubModel
import JMESPath
import NIOCore
import StreamClient

/// One connection to a port: it gets a stream, and both are joined.
struct ForwardConnection: Sendable {
    let number: Int
    let rule: ForwardRule
    let local: any Channel
    let opener: StreamOpener
    let log: EventLog

    private var peer: String {
        guard let address = local.remoteAddress, let host = address.ipAddress, let port = address.port else {
            return "?"
        }
        return (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }

    private var members: [(String, JSONValue)] {
        [
            ("connection", .number(JSONNumber(number))), ("peer", .string(peer)),
            ("target", .string(rule.target.text)), ("device", .string(opener.wish.device.text)),
        ]
    }

    func run() async {
        // Asked for now: a connection that is closed has no peer.
        let (peer, members) = (peer, members)
        let stream: StreamChannel
        do throws(ClientError) {
            guard let opened = try await open() else {
                return await log.tell("gone", members, .detail, text: "\(peer) left before there was a stream.")
            }
            stream = opened
        } catch {
            local.close(promise: nil)
            let text = "No stream to '\(rule.target)' for \(peer): \(error.error.message)"
            let code = " code: \(error.code.rawValue) (\(error.code.number))"
            return await log.tell("failed", members + .of(error.error), .error, text: text + code)
        }
        await log.tell("opened", members, .detail, text: "\(peer) is connected with '\(rule.target)'.")
        // The future of a splice does not fail.
        guard let outcome = try? await Splicing.run(stream, local) else { return }
        let problem = HubError(outcome.end)
        await log.tell(
            "closed",
            members + [
                ("sent", .number(JSONNumber(Int(outcome.sent)))),
                ("received", .number(JSONNumber(Int(outcome.received)))),
            ] + (problem.map { .of($0) } ?? []),
            problem == nil ? .detail : .error,
            text: problem.map { "\(peer) and '\(rule.target)': \($0.message)" }
                ?? "\(peer) and '\(rule.target)' are done: \(outcome.sent) bytes sent, \(outcome.received) received."
        )
    }

    /// The stream; `nil` where the local side left meanwhile.
    private func open() async throws(ClientError) -> StreamChannel? {
        let result = await withTaskGroup(of: Result<StreamChannel, ClientError>?.self) { group in
            group.addTask {
                do throws(ClientError) {
                    return .success(try await opener.open(rule.target, on: local.eventLoop))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await untilClosed(local)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if first == nil, case .success(let late)?? = await group.next() { late.channel.close(promise: nil) }
            return first
        }
        return try result?.get()
    }
}
