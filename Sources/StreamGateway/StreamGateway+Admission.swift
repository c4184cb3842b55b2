import HubModel
import Logging
package import NIOCore
package import NIOHTTP1
import StreamCore
import Synchronization
package import Transport

extension StreamGateway {
    /// Lets a connection in that brings a good token; asked on its event loop with the head of its first request.
    ///
    /// `nil` leaves the request to the router. The token is used up by an admission, whether or not the upgrade comes
    /// about.
    package func admit(_ head: HTTPRequestHead, on channel: any Channel) -> WebSocketAdmission? {
        guard let path = BridgePath(head.uri), let token = Self.bearer(head) else { return nil }
        let now = world.now
        let claims: StreamClaims
        do throws(StreamTokenError) {
            claims = try verifier.verify(token, for: path, now: now)
        } catch {
            refused(path, nil, "\(error)", on: channel)
            return nil
        }
        let acceptance: UpgradeAcceptance
        do throws(UpgradeRefusal) {
            acceptance = try UpgradeRequest(head).accepted(.any)
        } catch {
            refused(path, claims, "\(error)", on: channel)
            return nil
        }
        switch room.withLock({ $0.admitted(claims, now: now) }) {
        case .refuse(let refusal):
            refused(path, claims, "\(refusal)", on: channel)
            return nil
        case .stopping:
            return nil
        case .admit(let connection, let stream):
            return admission(acceptance, claims, connection, stream, on: channel)
        }
    }

    private func admission(
        _ acceptance: UpgradeAcceptance,
        _ claims: StreamClaims,
        _ connection: GatewayConnectionID,
        _ stream: RelayStream,
        on channel: any Channel
    ) -> WebSocketAdmission {
        let side = claims.side
        send(GatewayReport(claims.key, .joined(side)))
        var metadata = Self.metadata(claims.key, claims.trackingID)
        metadata["device.id"] = "\(claims.device)"
        metadata["side"] = "\(side.rawValue)"
        let address = channel.remoteAddress?.ipAddress ?? ""
        // As in the lines about a device's connection.
        metadata["peer.address"] = "\(side == .device ? MaskedAddress.show(address) : address)"
        logger.info("stream side joined", metadata: metadata)
        // Also when the upgrade never comes about: the place is given back.
        channel.closeFuture.whenComplete { _ in self.gone(stream, side, connection) }
        return WebSocketAdmission(acceptance: acceptance) { channel in
            try RelayHandler.start(on: channel, RelayHandler(self, stream, side, connection, on: channel.eventLoop))
        }
    }

    /// `claims` where the token was good: what a bad one says of its request is nobody's word.
    private func refused(_ path: BridgePath, _ claims: StreamClaims?, _ reason: String, on channel: any Channel) {
        guard logger.logLevel <= .debug else { return }
        var metadata = Self.metadata(StreamKey(hub: path.hub, stream: path.stream), claims?.trackingID)
        metadata["side"] = "\(path.side.rawValue)"
        metadata["peer.address"] = "\(channel.remoteAddress?.ipAddress ?? "")"
        metadata["error.code"] = "\(reason)"
        logger.debug("stream side refused", metadata: metadata)
    }

    /// The token of the one header `Authorization: Bearer TOKEN` (RFC 6750 §2.1).
    private static func bearer(_ head: HTTPRequestHead) -> String? {
        let values = head.headers["authorization"]
        guard values.count == 1, let value = values.first else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
