import HubModel

/// A client's request to go on as a WebSocket connection, and the check of the answer (RFC 6455 §4.1).
package struct UpgradeOffer: Equatable, Sendable {
    /// Random bytes that `init` needs.
    package static let nonceBytes = AcceptKey.nonceBytes

    package let key: String
    package let subprotocols: [String]

    /// An offer with a fresh random `nonce` of `nonceBytes` bytes.
    package init(nonce: [UInt8], subprotocols: [String] = []) {
        precondition(nonce.count == Self.nonceBytes, "a WebSocket nonce has 16 bytes")
        key = Base64.encode(nonce)
        self.subprotocols = subprotocols
    }

    /// The headers of the GET request beside `Host` and authorization.
    package var headers: [(name: String, value: String)] {
        let always = [
            (name: "Upgrade", value: "websocket"),
            (name: "Connection", value: "Upgrade"),
            (name: "Sec-WebSocket-Version", value: "13"),
            (name: "Sec-WebSocket-Key", value: key),
        ]
        guard !subprotocols.isEmpty else { return always }
        return always + [(name: "Sec-WebSocket-Protocol", value: subprotocols.joined(separator: ", "))]
    }

    /// Checks the server's answer; returns the subprotocol that it chose.
    ///
    /// After a throw the connection is closed: no WebSocket frame may be sent on it.
    package func answered(
        status: Int,
        headers: some Sequence<(name: String, value: String)>
    ) throws(UpgradeFailure) -> String? {
        guard status == 101 else { throw .status(status) }
        let headers = UpgradeHeaders(headers)
        let upgrades = headers.list("Upgrade")
        guard upgrades.count == 1, UpgradeHeaders.same(upgrades[0], "websocket") else { throw .noUpgrade }
        guard headers.list("Connection").contains(where: { UpgradeHeaders.same($0, "Upgrade") }) else {
            throw .noUpgrade
        }
        guard headers.values("Sec-WebSocket-Accept") == [AcceptKey.answer(to: key)] else { throw .acceptKey }
        let extensions = headers.list("Sec-WebSocket-Extensions")
        guard extensions.isEmpty else { throw .extensions(extensions[0]) }
        let chosen = headers.values("Sec-WebSocket-Protocol")
        guard let subprotocol = chosen.first else { return nil }
        guard chosen.count == 1, subprotocols.contains(subprotocol) else { throw .subprotocol(subprotocol) }
        return subprotocol
    }
}

/// Why an answer to our request is none that a WebSocket connection can begin with.
package enum UpgradeFailure: Error, Equatable, Sendable {
    /// Not 101: the server's own refusal, whose body says why.
    case status(Int)
    /// 101, but not to WebSocket.
    case noUpgrade
    /// Not the answer to our key: a cache or a server that does not speak WebSocket.
    case acceptKey
    /// We never offer one.
    case extensions(String)
    /// None that we offered, or more than one.
    case subprotocol(String)

    /// What was wrong; a whole text for people.
    package var message: String {
        switch self {
        case .status(let status):
            "The server answered \(status), not 101, to the WebSocket request."
        case .noUpgrade:
            "The server's 101 answer does not switch to WebSocket. A proxy in between may have changed it."
        case .acceptKey:
            "The server's Sec-WebSocket-Accept does not answer our key. A cache or proxy in between may have changed it."
        case .extensions(let name):
            "The server chose the WebSocket extension '\(VisibleText.show(name, limit: 64))', which was not offered."
        case .subprotocol(let name):
            "The server chose the WebSocket subprotocol '\(VisibleText.show(name, limit: 64))', which was not offered."
        }
    }
}
