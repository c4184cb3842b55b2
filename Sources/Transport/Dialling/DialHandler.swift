import HubModel
import NIOCore
import NIOSSL
import NIOTLS
import StreamCore

/// Brings a fresh TCP connection to where it can be used, then makes room for those who use it.
///
/// ```
/// ((reaching) ─handshake complete→ proxying) ─tunnel stands→ securing ─handshake complete→ (upgrading) ─101→ done
/// ```
/// Whatever goes wrong, and the deadline, fail the promise with the stage in which it did, and close the connection.
final class DialHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The handler of TLS with the server, beside which there may be that of a proxy.
    static let serverTLS = "server TLS"

    private enum State {
        /// TLS is negotiated with the proxy.
        case reaching
        case proxying(ResponseHeadReader)
        case securing
        case upgrading(UpgradeOffer, ResponseHeadReader)
        case done
    }

    private let plan: DialPlan
    private let deadline: NIODeadline
    private let setUp: @Sendable (any Channel) throws -> Void
    private let promise: EventLoopPromise<any Channel>
    private var state = State.securing
    private var timer: Scheduled<Void>?

    init(
        _ plan: DialPlan,
        deadline: NIODeadline,
        setUp: @escaping @Sendable (any Channel) throws -> Void,
        promise: EventLoopPromise<any Channel>
    ) {
        self.plan = plan
        self.deadline = deadline
        self.setUp = setUp
        self.promise = promise
    }

    private var stage: DialError.Stage {
        switch state {
        case .reaching, .proxying: .proxy
        case .securing: .tls
        case .upgrading, .done: .upgrade
        }
    }
}

// What the pipeline says.
extension DialHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.fail(context, .timedOut, "\(self.place) did not answer in time.")
        }
        guard let proxy = plan.proxy else { return secure(context) }
        guard let tls = plan.proxyTLS else { return ask(proxy, context) }
        state = .reaching
        addTLS(tls, host: proxy.host, context, name: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        // Removed by the end of the channel.
        fail(context, .closed, "\(place) closed the connection.")
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        switch state {
        case .proxying(var reader):
            guard let head = read(&bytes, &reader, context) else {
                if case .proxying = state { state = .proxying(reader) }
                return
            }
            tunnelAnswered(head, bytes, context)
        case .upgrading(let offer, var reader):
            guard let head = read(&bytes, &reader, context) else {
                if case .upgrading = state { state = .upgrading(offer, reader) }
                return
            }
            upgradeAnswered(head, offer, bytes, context)
        case .reaching, .securing, .done:
            context.fireChannelRead(data)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(context, .closed, "\(place) closed the connection.")
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { secured(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch state {
        case .reaching, .securing:
            if TLSProblem.isAboutTrust(error) {
                let message = "The certificate of \(place) is not trusted, or is for another name."
                fail(context, .untrustedCertificate, message)
            } else {
                let message = "The TLS handshake with \(place) failed: \(ConnectionProblem.words(error))."
                fail(context, .handshake, message)
            }
        case .proxying, .upgrading, .done:
            fail(context, .closed, "The connection to \(place) broke: \(ConnectionProblem.words(error)).")
        }
    }
}

// The stages.
extension DialHandler {
    private func ask(_ proxy: ProxySettings, _ context: ChannelHandlerContext) {
        state = .proxying(ResponseHeadReader())
        send(plan.tunnelRequest(proxy), context)
    }

    private func tunnelAnswered(_ head: ResponseHead, _ rest: ByteBuffer, _ context: ChannelHandlerContext) {
        switch head.status {
        case 200...299:
            // A server that waits for our hello has sent nothing yet.
            guard rest.readableBytes == 0 else { return fail(context, .answer, "\(place) sent more than its answer.") }
            secure(context)
        case 407:
            fail(context, .proxyAuthentication, "The proxy \(place) wants another user name or password.")
        case let status:
            fail(
                context,
                .proxyStatus(status),
                "The proxy \(place) answered \(status) when asked for \(plan.target.authority)."
            )
        }
    }

    private func secure(_ context: ChannelHandlerContext) {
        state = .securing
        addTLS(plan.tls, host: plan.target.host, context, name: Self.serverTLS)
    }

    /// Behind the TLS of a proxy, where there is one.
    private func addTLS(_ tls: NIOSSLContext, host: String, _ context: ChannelHandlerContext, name: String?) {
        do {
            let handler = try ClientTLS.handler(tls, host: host)
            try context.pipeline.syncOperations.addHandler(handler, name: name, position: .before(self))
        } catch {
            fail(context, .settings, "TLS does not take the name '\(VisibleText.show(host, limit: 260))'.")
        }
    }

    private func secured(_ context: ChannelHandlerContext) {
        if case .reaching = state, let proxy = plan.proxy { return ask(proxy, context) }
        guard case .securing = state else { return }
        guard let request = plan.target.webSocket else { return finish(ByteBuffer(), context) }
        let offer = UpgradeOffer(
            nonce: plan.world.randomBytes(UpgradeOffer.nonceBytes),
            subprotocols: request.subprotocols
        )
        state = .upgrading(offer, ResponseHeadReader())
        send(plan.upgradeRequest(request, offer), context)
    }

    private func upgradeAnswered(
        _ head: ResponseHead,
        _ offer: UpgradeOffer,
        _ rest: ByteBuffer,
        _ context: ChannelHandlerContext
    ) {
        do throws(UpgradeFailure) {
            _ = try offer.answered(status: head.status, headers: head.headers)
        } catch {
            switch error {
            case .status(let status): return fail(context, .status(status), error.message)
            case .noUpgrade, .acceptKey, .extensions, .subprotocol: return fail(context, .answer, error.message)
            }
        }
        finish(rest, context)
    }

    private func finish(_ rest: ByteBuffer, _ context: ChannelHandlerContext) {
        state = .done
        let channel = context.channel
        do {
            try setUp(channel)
        } catch {
            promise.fail(error)
            return context.close(promise: nil)
        }
        promise.succeed(channel)
        if rest.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(rest))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    private func read(
        _ bytes: inout ByteBuffer,
        _ reader: inout ResponseHeadReader,
        _ context: ChannelHandlerContext
    ) -> ResponseHead? {
        do throws(ResponseHeadProblem) {
            return try reader.received(&bytes)
        } catch {
            fail(context, .answer, "The answer of \(place) is not one of HTTP.")
            return nil
        }
    }

    private func send(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }

    /// Whoever we talk to in this stage.
    private var place: String {
        guard stage == .proxy, let proxy = plan.proxy else { return plan.target.authority }
        return "\(proxy.host):\(proxy.port)"
    }

    private func fail(_ context: ChannelHandlerContext, _ reason: DialError.Reason, _ message: String) {
        if case .done = state { return }
        let stage = stage
        let isProxy = stage == .proxy
        let error = DialError(
            stage,
            reason,
            host: isProxy ? plan.proxy?.host ?? "" : plan.target.host,
            port: isProxy ? plan.proxy?.port ?? 0 : plan.target.port,
            message: message
        )
        state = .done
        promise.fail(error)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension DialHandler: Sendable {}
