import HubModel
import Testing

@Suite struct CodingTests {
    @Test func `base64 goes there and back at every length`() {
        var bytes: [UInt8] = []
        for length in 0..<70 {
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decodeURL(Base64.encodeURL(bytes)) == bytes)
            bytes.append(UInt8(truncatingIfNeeded: length &* 89 &+ 7))
        }
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 hold`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Z", "Zh==", "Zg==\n", "Z g=", "Zm9=", "====", "Zm9v=", "-_-_"])
    func `loose base64 is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `percent-encoding decodes once and strictly`() {
        #expect(PercentCoding.decode("a%2Fb%25") == "a/b%")
        #expect(PercentCoding.decode("%252e") == "%2e")
        #expect(PercentCoding.decode("a+b") == "a+b")
        for broken in ["%", "%2", "%zz", "%C3", "%C0%AE", "%FF"] {
            #expect(PercentCoding.decode(broken) == nil, "\(broken)")
        }
        #expect(PercentCoding.encode("a/b c-._~ü") == "a%2Fb%20c-._~%C3%BC")
    }

    @Test func `text that moves a cursor or turns a line round is made visible`() {
        #expect(VisibleText.show("a\u{1B}[2J\r\n\t\u{7F}\u{9B}") == "a\\u{1B}[2J\\r\\n\\t\\u{7F}\\u{9B}")
        #expect(VisibleText.show("x\u{202E}y\u{2066}\u{200F}\u{FEFF}") == "x\\u{202E}y\\u{2066}\\u{200F}\\u{FEFF}")
        #expect(VisibleText.show("grün 日本") == "grün 日本")
        #expect(VisibleText.show("abcdef", limit: 3) == "abc…")
    }

    @Test func `a secret shows nothing`() {
        let secret = Secret(text: "dst_abc")
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("100"))
        #expect(secret == Secret(text: "dst_abc"))
        #expect(secret != Secret(text: "dst_abd"))
        #expect(secret != Secret(text: "dst_ab"))
    }

    @Test func `a shared access signature is the one that IoT Hub computes`() throws {
        // Computed with Python: base64(hmac_sha256(b64decode(key), quote_plus(sr) + "\n" + se)).
        let token = SharedAccessSignature.make(
            resource: "hub.example.com/devices/Dev",
            key: Secret(bytes: Base64.decode("MDEyMzQ1Njc4OWFiY2RlZg==") ?? []),
            policy: try PolicyName("service"),
            expires: Timestamp(seconds: 1_700_000_000)
        )
        #expect(token.text.hasPrefix("SharedAccessSignature sr=hub.example.com%2Fdevices%2FDev&sig="))
        #expect(token.text.hasSuffix("&se=1700000000&skn=service"))
        #expect(token.text.contains("&sig=KSVsIM2LgdJGuAChyH%2F3Q%2FM4KqDDYFo6eEvQ635yUl4%3D&"))
    }

    @Test func `a connection string goes there and back`() throws {
        let key = Secret(bytes: Array(0..<64))
        let policy = ConnectionString(
            hostName: "hub.x.test:8443",
            identity: .policy(try PolicyName("service")),
            key: key
        )
        #expect(try ConnectionString(parsing: policy.text) == policy)
        let device = ConnectionString(hostName: "hub.x.test", identity: .device(try DeviceID("a=b;c")), key: key)
        #expect(throws: HubError.self) { try ConnectionString(parsing: device.text) }
        let plain = ConnectionString(hostName: "hub.x.test", identity: .device(try DeviceID("a=b")), key: key)
        #expect(try ConnectionString(parsing: plain.text) == plain)
    }

    @Test(arguments: ["", "HostName=a.b", "HostName=a.b;DeviceId=d;SharedAccessKey=%%", "HostName=a;HostName=b", "x"])
    func `a broken connection string is refused`(text: String) {
        #expect(throws: HubError.self) { try ConnectionString(parsing: text) }
    }
}
