import HTTPTypes
import HubModel
import StreamCore

/// What was wrong with a request for an upgrade that came to nothing.
struct UpgradeProblem {
    /// The answer, where the request breaks the rules of the handshake.
    var refusal: Reply?
    /// The subprotocol that would have been taken.
    var subprotocol: String?

    /// Looks at the request as it was sent.
    ///
    /// On its way here it lost `Upgrade`: what then has a key asked for WebSocket.
    static func find(_ exchange: Exchange, accepting subprotocols: AcceptableSubprotocols) -> UpgradeProblem {
        var fields = exchange.fields.map { (name: $0.name.rawName, value: $0.value) }
        if exchange.fields.contains(.webSocketKey) { fields.append((name: "Upgrade", value: "websocket")) }
        let request = UpgradeRequest(method: "GET", majorVersion: 1, minorVersion: 1, headers: fields)
        do throws(UpgradeRefusal) {
            return UpgradeProblem(subprotocol: try request.accepted(subprotocols).subprotocol)
        } catch {
            return UpgradeProblem(refusal: reply(error, exchange))
        }
    }

    /// In the envelope of every other error, with the status and headers that the handshake has for it.
    private static func reply(_ refusal: UpgradeRefusal, _ exchange: Exchange) -> Reply {
        let error = HubError(
            .ioTHubFormatError,
            refusal.message,
            hint: "Use a WebSocket client (RFC 6455), and let no proxy in between change its headers."
        )
        var reply = NativeFace.tell(Failure(error: error, trackingID: exchange.requestID, now: exchange.receivedAt))
        reply.status = HTTPResponse.Status(code: refusal.httpStatus)
        for (name, value) in refusal.headers {
            if let name = HTTPField.Name(name) { reply.fields[name] = value }
        }
        return reply
    }
}
