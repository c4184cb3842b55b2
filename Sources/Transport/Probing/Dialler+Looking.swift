import HubModel
package import NIOCore
import NIOSSL

/// Looks at servers from this machine, for those who want to know what is in between.
extension Dialler {
    /// Dials, asks for the page `/`, and gives what the server showed.
    ///
    /// The future fails with a `DialError` where TLS does not come about. What answers, and how, is for the caller to
    /// judge.
    package func look(at target: DialTarget, on loop: any EventLoop) -> EventLoopFuture<EndpointSight> {
        let promise = loop.makePromise(of: EndpointSight.Answer.self)
        let certificate = NIOLoopBoundBox.makeEmptyBox(valueType: SeenCertificate.self, eventLoop: loop)
        let (limit, world) = (settings.timeout, world)
        let plain = DialTarget(host: target.host, port: target.port)
        return dial(plain, on: loop) { channel in
            certificate.value = SeenCertificate(in: channel, trusted: [])
            try channel.pipeline.syncOperations.addHandler(
                HeadRequestHandler(plain, limit: limit, world: world, promise: promise)
            )
        }.flatMapError { error in
            // Nobody else keeps it.
            promise.fail(error)
            return loop.makeFailedFuture(error)
        }.flatMap { _ in
            promise.futureResult.map { EndpointSight(certificate: certificate.value, answer: $0) }
        }
    }

    /// The certificate that a server shows, trusted or not; `nil` where none comes about.
    ///
    /// The connection is closed after the handshake: nothing is sent over it.
    package func certificate(of target: DialTarget, on loop: any EventLoop) -> EventLoopFuture<SeenCertificate?> {
        let context: NIOSSLContext
        let trusted: [NIOSSLCertificate]
        do throws(DialError) {
            context = try ClientTLS.lookingContext()
            trusted = try ClientTLS.roots(settings.trust) ?? []
        } catch {
            return loop.makeSucceededFuture(nil)
        }
        let certificate = NIOLoopBoundBox.makeEmptyBox(valueType: SeenCertificate.self, eventLoop: loop)
        return dial(DialTarget(host: target.host, port: target.port), context, on: loop) { channel in
            certificate.value = SeenCertificate(in: channel, trusted: trusted)
            channel.close(promise: nil)
        }.map { _ in certificate.value }.recover { _ in nil }
    }
}
