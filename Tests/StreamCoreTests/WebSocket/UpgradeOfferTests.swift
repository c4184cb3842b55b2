import StreamCore
import Testing

@Suite struct UpgradeOfferTests {
    typealias Headers = [(name: String, value: String)]

    private let offer = UpgradeOffer(nonce: Array("the sample nonce".utf8), subprotocols: ["mqtt", "AMQP"])

    private static let answer: Headers = [
        ("upgrade", "WebSocket"), ("connection", "keep-alive, Upgrade"),
        ("sec-websocket-accept", " s3pPLMBiTxaQ9kYGzzhZRbK+xOo= "), ("Server", "x"),
    ]

    private func answered(without name: String = "", _ more: Headers = []) throws(UpgradeFailure) -> String? {
        try offer.answered(status: 101, headers: Self.answer.filter { $0.name != name } + more)
    }

    @Test func `an offer carries the key of its nonce and its subprotocols`() {
        #expect(offer.key == "dGhlIHNhbXBsZSBub25jZQ==")
        let headers = Dictionary(uniqueKeysWithValues: offer.headers.map { ($0.name, $0.value) })
        #expect(
            headers == [
                "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "mqtt, AMQP",
            ]
        )
        let bare = UpgradeOffer(nonce: Array(repeating: 0, count: 16))
        #expect(!bare.headers.contains { $0.name == "Sec-WebSocket-Protocol" })
    }

    @Test func `an answer with and without a subprotocol is taken`() throws {
        #expect(try answered() == nil)
        #expect(try answered([("Sec-WebSocket-Protocol", "AMQP")]) == "AMQP")
        #expect(try answered([("Sec-WebSocket-Extensions", "")]) == nil)
    }

    @Test(arguments: [200, 301, 401, 404, 426, 500])
    func `any status but 101 is a refusal`(status: Int) {
        #expect(throws: UpgradeFailure.status(status)) { try offer.answered(status: status, headers: Self.answer) }
    }

    @Test func `an answer that does not switch is refused`() {
        #expect(throws: UpgradeFailure.noUpgrade) { try answered(without: "upgrade") }
        #expect(throws: UpgradeFailure.noUpgrade) { try answered(without: "connection") }
        #expect(throws: UpgradeFailure.noUpgrade) { try answered(without: "upgrade", [("Upgrade", "h2c")]) }
        #expect(throws: UpgradeFailure.noUpgrade) { try answered([("Upgrade", "h2c")]) }
    }

    @Test(arguments: ["", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo", "S3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "dGhlIHNhbXBsZSBub25jZQ=="])
    func `an answer to another key is refused`(accept: String) {
        #expect(throws: UpgradeFailure.acceptKey) {
            try answered(without: "sec-websocket-accept", [("Sec-WebSocket-Accept", accept)])
        }
    }

    @Test func `an answer without or with two accept keys is refused`() {
        #expect(throws: UpgradeFailure.acceptKey) { try answered(without: "sec-websocket-accept") }
        #expect(throws: UpgradeFailure.acceptKey) {
            try answered([("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")])
        }
    }

    @Test func `what was not offered is refused`() {
        #expect(throws: UpgradeFailure.extensions("permessage-deflate")) {
            try answered([("Sec-WebSocket-Extensions", "permessage-deflate")])
        }
        for name in ["MQTT", "HTTP", "", "mqtt, AMQP"] {
            #expect(throws: UpgradeFailure.subprotocol(name)) { try answered([("Sec-WebSocket-Protocol", name)]) }
        }
        #expect(throws: UpgradeFailure.subprotocol("mqtt")) {
            try answered([("Sec-WebSocket-Protocol", "mqtt"), ("Sec-WebSocket-Protocol", "mqtt")])
        }
    }

    @Test func `our own server answers our own client`() throws {
        let request = UpgradeRequest(method: "GET", majorVersion: 1, minorVersion: 1, headers: offer.headers)
        let acceptance = try request.accepted(.named(["AMQP"]))
        let switching: Headers = [("Upgrade", "websocket"), ("Connection", "Upgrade")]
        #expect(try offer.answered(status: 101, headers: switching + acceptance.headers) == "AMQP")
    }
}
