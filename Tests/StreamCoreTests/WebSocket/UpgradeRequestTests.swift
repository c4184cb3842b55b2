import StreamCore
import Testing

@Suite struct UpgradeRequestTests {
    typealias Headers = [(name: String, value: String)]

    /// RFC 6455 §1.2.
    private static let example: Headers = [
        ("Host", "server.example.com"), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", "http://example.com"),
        ("Sec-WebSocket-Protocol", "chat, superchat"), ("Sec-WebSocket-Version", "13"),
    ]

    private func request(_ headers: Headers, method: String = "GET", minor: Int = 1) -> UpgradeRequest {
        UpgradeRequest(method: method, majorVersion: 1, minorVersion: minor, headers: headers)
    }

    /// The example with one header replaced, removed or repeated.
    private func example(_ name: String, _ values: String...) -> UpgradeRequest {
        request(Self.example.filter { $0.name != name } + values.map { (name, $0) })
    }

    @Test func `the example of the RFC is accepted`() throws {
        let acceptance = try request(Self.example).accepted(.named(["chat"]))
        #expect(acceptance.acceptKey == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(acceptance.subprotocol == "chat")
        #expect(acceptance.headers.map(\.name) == ["Sec-WebSocket-Accept", "Sec-WebSocket-Protocol"])
        #expect(acceptance.headers.map(\.value) == ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "chat"])
    }

    @Test func `names and tokens in any case and list are understood`() throws {
        let headers: Headers = [
            ("upgrade", "h2c,  WebSocket"), ("CONNECTION", "keep-alive"), ("connection", "\tupgrade , x"),
            ("sec-websocket-key", " dGhlIHNhbXBsZSBub25jZQ== "), ("sec-websocket-version", " 13\t"),
        ]
        let acceptance = try request(headers).accepted(.any)
        #expect(acceptance.acceptKey == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(acceptance.subprotocol == nil)
        #expect(acceptance.headers.map(\.name) == ["Sec-WebSocket-Accept"])
    }

    @Test(
        arguments: [
            (["mqtt"], "mqtt"), (["MQTT"], "MQTT"), (["Mqtt, mqtt"], "Mqtt"), (["AMQPWSB10, mqtt"], "mqtt"),
            (["AMQPWSB10", "MQTT"], "MQTT"), ([",, mqtt ,"], "mqtt"), (["mqttv3.1"], nil), (["xmqtt, mqt"], nil),
            ([""], nil), ([], nil),
        ] as [([String], String?)]
    )
    func `the first acceptable subprotocol is echoed in its own case`(offers: [String], chosen: String?) throws {
        let headers =
            Self.example.filter { $0.name != "Sec-WebSocket-Protocol" }
            + offers.map { ("Sec-WebSocket-Protocol", $0) }
        #expect(try request(headers).accepted(.named(["mqtt"])).subprotocol == chosen)
    }

    @Test(arguments: [("HTTP", "HTTP"), ("AMQP, MQTT", "AMQP")])
    func `where any subprotocol will do, the first one is echoed`(offer: String, chosen: String) throws {
        #expect(try example("Sec-WebSocket-Protocol", offer).accepted(.any).subprotocol == chosen)
    }

    @Test func `extensions are declined`() throws {
        let offer = "permessage-deflate; client_max_window_bits"
        let acceptance = try example("Sec-WebSocket-Extensions", offer).accepted(.any)
        #expect(!acceptance.headers.contains { $0.name == "Sec-WebSocket-Extensions" })
    }

    @Test func `only GET and HTTP 1․1 begin a connection`() {
        #expect(throws: UpgradeRefusal.method("POST")) { try request(Self.example, method: "POST").accepted(.any) }
        #expect(throws: UpgradeRefusal.method("get")) { try request(Self.example, method: "get").accepted(.any) }
        #expect(throws: UpgradeRefusal.oldHTTP) { try request(Self.example, minor: 0).accepted(.any) }
    }

    @Test func `both upgrade headers must be there`() {
        #expect(throws: UpgradeRefusal.noUpgrade) { try example("Upgrade").accepted(.any) }
        #expect(throws: UpgradeRefusal.noUpgrade) { try example("Upgrade", "web-socket").accepted(.any) }
        // The Kelvin sign is a k to Unicode, not to HTTP.
        #expect(throws: UpgradeRefusal.noUpgrade) { try example("Upgrade", "websoc\u{212A}et").accepted(.any) }
        #expect(throws: UpgradeRefusal.noConnectionUpgrade) { try example("Connection").accepted(.any) }
        #expect(throws: UpgradeRefusal.noConnectionUpgrade) { try example("Connection", "close").accepted(.any) }
    }

    @Test(arguments: [[], ["8"], ["13, 8"], ["013"], ["13", "13"], [""]])
    func `only version 13 is taken, and the refusal names it`(versions: [String]) throws {
        let headers =
            Self.example.filter { $0.name != "Sec-WebSocket-Version" }
            + versions.map { ("Sec-WebSocket-Version", $0) }
        let refusal = UpgradeRefusal.version(versions.first)
        #expect(throws: refusal) { try request(headers).accepted(.any) }
        #expect(refusal.httpStatus == 426)
        #expect(refusal.headers.map(\.name) == ["Sec-WebSocket-Version"])
        #expect(refusal.headers.map(\.value) == ["13"])
    }

    @Test(arguments: [
        [], [""], ["dGhlIHNhbXBsZSBub25jZQ"], ["SGVsbG8sIHdvcmxkIQ=="], ["dGhlIHNhbXBsZSBub25jZTE="],
        ["dGhlIHNhbXBsZSBub25jZTEy"], ["dGhlIHNhbXBsZSBub25j*Q=="], ["dGhl IHNhbXBsZSBub25jZQ=="],
        ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="],
    ])
    func `a key that is not 16 bytes once is refused`(keys: [String]) {
        let headers = Self.example.filter { $0.name != "Sec-WebSocket-Key" } + keys.map { ("Sec-WebSocket-Key", $0) }
        #expect(throws: UpgradeRefusal.key) { try request(headers).accepted(.any) }
    }

    @Test(arguments: ["a b", "mqtt\r\nX: y", "a/b", "ümlaut", "\"q\"", String(repeating: "a", count: 129)])
    func `a subprotocol that is no token is refused`(offer: String) {
        #expect(throws: UpgradeRefusal.subprotocol(offer)) {
            try example("Sec-WebSocket-Protocol", "mqtt", offer).accepted(.any)
        }
    }

    @Test func `subprotocols are bounded in length and number`() throws {
        let long = String(repeating: "a", count: UpgradeRequest.maximumSubprotocolBytes)
        #expect(try example("Sec-WebSocket-Protocol", long).accepted(.any).subprotocol == long)
        let many = repeatElement("a", count: UpgradeRequest.maximumSubprotocols).joined(separator: ",")
        #expect(try example("Sec-WebSocket-Protocol", many).accepted(.any).subprotocol == "a")
        #expect(throws: UpgradeRefusal.subprotocolCount(33)) {
            try example("Sec-WebSocket-Protocol", many, "b").accepted(.any)
        }
    }

    @Test func `a refusal shows what it got without its control characters`() {
        #expect(UpgradeRefusal.subprotocol("a\u{1B}[31m").message.contains("a\\u{1B}[31m"))
        #expect(UpgradeRefusal.version("8").message == "WebSocket version '8' is not supported. Send version 13, once.")
        #expect(UpgradeRefusal.method("POST").httpStatus == 405)
        #expect(UpgradeRefusal.key.httpStatus == 400)
    }
}
