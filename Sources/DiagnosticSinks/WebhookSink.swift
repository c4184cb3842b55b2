import HubControl
import HubModel
import NIOCore
import StreamCore
import Transport

/// Sends batches to an HTTPS server: one `POST` each, over a connection of its own.
///
/// A connection is not kept, so that each batch goes to an address that was looked up and checked now. It goes straight,
/// through no proxy, and follows no redirect.
struct WebhookSink: DiagnosticSink {
    /// From the request to the head of the answer.
    static let timeout = Duration.seconds(20)

    /// Each batch costs a handshake.
    let gathering = Duration.seconds(1)

    private let host: OutboundHost
    private let port: Int
    private let target: String
    private let signature: WebhookSignature?
    private let dialler: OutboundDialler
    private let world: World

    init(
        host: OutboundHost,
        port: Int,
        target: String,
        signature: WebhookSignature?,
        _ dialler: OutboundDialler,
        world: World
    ) {
        self.host = host
        self.port = port
        self.target = target
        self.signature = signature
        self.dialler = dialler
        self.world = world
    }

    func deliver(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) -> Int? {
        // None is stored without one.
        guard let signature else { throw DiagnosticFailure("The webhook has no secret.") }
        let request = request(batch, signature)
        let loop = OutboundDialler.nextLoop()
        let answer = loop.makePromise(of: ResponseHead.self)
        let channel: any Channel
        do throws(DiagnosticFailure) {
            channel = try await dialler.secure(host, port, for: .http, on: loop) { channel in
                try channel.pipeline.syncOperations.addHandler(
                    WebhookExchangeHandler(request, limit: Self.timeout, promise: answer)
                )
            }
        } catch {
            // Nobody else keeps it.
            answer.fail(error)
            throw error
        }
        let head: ResponseHead
        do {
            head = try await withTaskCancellationHandler {
                try await answer.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            throw failure(error)
        }
        guard (200...299).contains(head.status) else { throw refusal(head) }
        return head.status
    }

    func close() async {}

    private func request(_ batch: DiagnosticBatch, _ signature: WebhookSignature) -> [UInt8] {
        let body = Self.body(batch)
        let authority = port == 443 ? host.inURL : host.inURL + ":" + String(port)
        var head =
            "POST \(target) HTTP/1.1\r\nHost: \(authority)\r\nUser-Agent: devicestream/\(ProductVersion.text)\r\n"
        head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
        for (name, value) in signature.fields(id: batch.id, at: world.now, body: body) {
            head += "\(name): \(value)\r\n"
        }
        return Array((head + "\r\n").utf8) + body
    }

    /// `{"records":[…]}`, as Azure exports logs.
    static func body(_ batch: DiagnosticBatch) -> [UInt8] {
        var body = Array(#"{"records":["#.utf8)
        for (index, item) in batch.items.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += item.json
        }
        return body + Array("]}".utf8)
    }

    private func refusal(_ head: ResponseHead) -> DiagnosticFailure {
        let retryAfter = head.fields.first { $0.name.lowercased() == "retry-after" }.flatMap {
            RetryAfter.duration($0.value, now: world.now)
        }
        let redirects = (300...399).contains(head.status) ? "; redirects are not followed" : ""
        return DiagnosticFailure(
            "The webhook answered \(head.status)\(redirects).",
            status: head.status,
            retryAfter: retryAfter
        )
    }

    private func failure(_ error: any Error) -> DiagnosticFailure {
        switch error {
        case let problem as WebhookExchangeHandler.Problem: DiagnosticFailure(problem.words)
        default: DiagnosticFailure("The connection to the webhook broke: \(ConnectionProblem.words(error)).")
        }
    }
}
