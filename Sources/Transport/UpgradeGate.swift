package import NIOHTTP1

/// Decides whether the first request of a connection may go on to NIO's upgrade handler with its `Upgrade` header.
///
/// That handler loses the head of a request that asks for an upgrade and gets none, so what cannot be upgraded must
/// come to it as an ordinary request; the router then answers.
package struct UpgradeGate: Sendable {
    private let admits: @Sendable (HTTPRequestHead) -> Bool
    private var offers: [(name: String, requiredHeaders: [String])] = []

    /// - Parameter admits: whether a request for an upgrade has the path and the proof it needs. It runs on an event
    ///   loop and must not block. An upgrader must not fail for a request that was let through.
    package init(admits: @escaping @Sendable (HTTPRequestHead) -> Bool) {
        self.admits = admits
    }

    /// The gate with the protocols that there are upgraders for.
    func offering<UpgradeResult>(
        _ upgraders: [any NIOTypedHTTPServerProtocolUpgrader<UpgradeResult>]
    ) -> UpgradeGate {
        var result = self
        result.offers = upgraders.map { upgrader in
            (upgrader.supportedProtocol.lowercased(), upgrader.requiredUpgradeHeaders.map { $0.lowercased() })
        }
        return result
    }

    /// Whether the request asks for an upgrade that can be made.
    ///
    /// Only a `GET` without a body: the upgrade handler takes parts of a body for a breach of the protocol.
    func lets(_ head: HTTPRequestHead) -> Bool {
        guard head.method == .GET, head.version == .http1_1,
            !head.headers.contains(name: "transfer-encoding"),
            head.headers["content-length"].allSatisfy({ $0 == "0" })
        else { return false }
        let wanted = head.headers[canonicalForm: "upgrade"].map { $0.lowercased() }
        let connection = head.connectionOptions
        let isOffered = offers.contains { offer in
            wanted.contains { $0 == offer.name }
                && offer.requiredHeaders.allSatisfy { connection.contains($0) && head.headers.contains(name: $0) }
        }
        return isOffered && connection.contains("upgrade") && admits(head)
    }
}
