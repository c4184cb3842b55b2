import HTTPTypes
import HubModel
import StreamCore

/// The paths of the WebSocket protocols, as plain HTTP sees them: what reaches the router was not upgraded, and the
/// answer says why.
enum UpgradeFace {
    static let face = Face(
        routes: [
            Route(foreign: .get, "/bridges/{hub}/{stream}/r/{side}", "joinStream", joinStream),
            Route(foreign: .get, "/$iothub/websocket", "connectDevice", connectDevice),
        ],
        tell: NativeFace.tell
    )

    /// The subprotocol of MQTT 3.1.1 over WebSocket (§6).
    private static let subprotocol = "mqtt"

    @Sendable private static func joinStream(_ exchange: Exchange) async throws(HubError) -> Reply {
        if let refusal = UpgradeProblem.find(exchange, accepting: .any).refusal { return refusal }
        throw HubError(
            .unauthorizedAccess,
            "The stream token is missing, wrong, used or late.",
            target: "Authorization",
            hint: "Open the stream again: a token is for one side and one connection, and ends with the handshake."
        )
    }

    @Sendable private static func connectDevice(_ exchange: Exchange) async throws(HubError) -> Reply {
        let problem = UpgradeProblem.find(exchange, accepting: .named([subprotocol]))
        if let refusal = problem.refusal { return refusal }
        guard problem.subprotocol != nil else {
            throw HubError(
                .ioTHubFormatError,
                "This address speaks MQTT only. Offer the WebSocket subprotocol '\(subprotocol)'.",
                target: "Sec-WebSocket-Protocol",
                hint: "Send the header 'Sec-WebSocket-Protocol: \(subprotocol)'."
            )
        }
        throw HubError(
            .ioTHubFormatError,
            "The connection cannot go on as WebSocket: only the first request of a connection can, and without a body.",
            target: "Upgrade",
            hint: "Send the request on a new connection."
        )
    }
}
