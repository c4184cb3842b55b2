/// A request to go on as a WebSocket connection, as the server sees it (RFC 6455 §4.2.1).
///
/// Host, Origin, path and authorization are for the caller; extensions are never agreed on.
package struct UpgradeRequest {
    /// More offers are refused; SDK clients make one at most.
    package static let maximumSubprotocols = 32
    /// A longer name is refused; the longest that an SDK offers, `AMQPWSB10`, has 9 bytes.
    package static let maximumSubprotocolBytes = 128

    private let method: String
    private let isHTTP11: Bool
    private let headers: UpgradeHeaders

    package init(
        method: String,
        majorVersion: Int,
        minorVersion: Int,
        headers: some Sequence<(name: String, value: String)>
    ) {
        self.method = method
        isHTTP11 = (majorVersion, minorVersion) >= (1, 1)
        self.headers = UpgradeHeaders(headers)
    }

    /// Checks the request; throws what to answer instead of 101.
    package func accepted(_ subprotocols: AcceptableSubprotocols) throws(UpgradeRefusal) -> UpgradeAcceptance {
        guard method == "GET" else { throw .method(method) }
        guard isHTTP11 else { throw .oldHTTP }
        guard headers.list("Upgrade").contains(where: { UpgradeHeaders.same($0, "websocket") }) else {
            throw .noUpgrade
        }
        guard headers.list("Connection").contains(where: { UpgradeHeaders.same($0, "Upgrade") }) else {
            throw .noConnectionUpgrade
        }
        let versions = headers.values("Sec-WebSocket-Version")
        guard versions == ["13"] else { throw .version(versions.first) }
        let keys = headers.values("Sec-WebSocket-Key")
        guard keys.count == 1, let key = keys.first, AcceptKey.isKey(key) else { throw .key }
        return UpgradeAcceptance(
            acceptKey: AcceptKey.answer(to: key),
            subprotocol: subprotocols.first(of: try offers())
        )
    }

    private func offers() throws(UpgradeRefusal) -> [String] {
        let offers = headers.list("Sec-WebSocket-Protocol")
        guard offers.count <= Self.maximumSubprotocols else { throw .subprotocolCount(offers.count) }
        for offer in offers {
            guard offer.utf8.count <= Self.maximumSubprotocolBytes, UpgradeHeaders.isToken(offer) else {
                throw .subprotocol(offer)
            }
        }
        return offers
    }
}

/// Which of the offered subprotocols a server takes.
package enum AcceptableSubprotocols: Equatable, Sendable {
    /// The first one, whatever it is: on the gateway its name means nothing.
    case any
    /// The first one that is among these but for the case of its letters: the SDKs write `mqtt` and `MQTT`.
    case named([String])

    func first(of offers: [String]) -> String? {
        switch self {
        case .any: offers.first
        case .named(let names): offers.first { offer in names.contains { UpgradeHeaders.same($0, offer) } }
        }
    }
}
