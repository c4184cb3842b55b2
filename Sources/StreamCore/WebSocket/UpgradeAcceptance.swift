/// What a server puts into its 101 answer (RFC 6455 §4.2.2).
package struct UpgradeAcceptance: Equatable, Sendable {
    package let acceptKey: String
    /// The offered name in its own case, or none: clients fail on a name that they did not offer.
    package let subprotocol: String?

    /// The headers beside `Upgrade: websocket` and `Connection: Upgrade`.
    package var headers: [(name: String, value: String)] {
        [("Sec-WebSocket-Accept", acceptKey)] + (subprotocol.map { [("Sec-WebSocket-Protocol", $0)] } ?? [])
    }
}
