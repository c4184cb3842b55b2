import Crypto
import HubModel
import Testing

@testable import StreamCore

@Suite struct StreamTokenTests {
    private let key: Curve25519.Signing.PrivateKey
    private let now = StreamSamples.start

    init() throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: Array(1...32))
    }

    private var verifier: StreamTokenVerifier {
        StreamTokenVerifier(key: key.publicKey, gateway: StreamSamples.gateway)
    }

    private let path = BridgePath(hub: StreamSamples.hub, stream: StreamSamples.stream, side: .device)

    private func signed(_ claims: StreamClaims = StreamSamples.claims()) throws -> String {
        try StreamTokenSigner(key: key).sign(claims).text
    }

    /// Signs any header and payload with the hub's own key.
    private func signed(header: String, payload: String) throws -> String {
        let text = Base64.encodeURL(Array(header.utf8)) + "." + Base64.encodeURL(Array(payload.utf8))
        return text + "." + Base64.encodeURL(Array(try key.signature(for: Array(text.utf8))))
    }

    private func error(_ token: String, at time: Timestamp? = nil) -> StreamTokenError? {
        #expect(throws: StreamTokenError.self) { try verifier.verify(token, for: path, now: time ?? now) }
    }

    @Test func `what was signed is read`() throws {
        let claims = StreamSamples.claims()
        #expect(try verifier.verify(signed(claims), for: path, now: now) == claims)
    }

    @Test func `the id of the request is read, and what is no such id is not signed`() throws {
        let id = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
        let claims = StreamSamples.claims(trackingID: id)
        #expect(try verifier.verify(signed(claims), for: path, now: now).trackingID == id)
        #expect(StreamSamples.claims(trackingID: "a\",\"b").trackingID == nil)
    }

    @Test func `it is a JWT of the fixed form`() throws {
        let parts = try signed().split(separator: ".").map(String.init)
        let header = try #require(Base64.decodeURL(parts[0]))
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"EdDSA","typ":"JWT"}"#)
        let payload = try #require(Base64.decodeURL(parts[1]))
        #expect(
            String(decoding: payload, as: UTF8.self)
                == #"{"hub":"hub","dev":"press-07","sid":"3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41","side":"device","#
                + #""gw":"gateway-1","gws":1794999999123,"exp":1795000060,"jti":"BwAAAAAAAAAAAAAAAAAAAA"}"#
        )
    }

    @Test func `the longest token keeps the length and alphabet that SDKs bear`() throws {
        let claims = StreamSamples.claims(
            .service,
            hub: HubName(checked: String(repeating: "h", count: 50)),
            device: DeviceID(checked: String(repeating: "'", count: 128)),
            gateway: GatewayInstance(
                id: GatewayID(checked: String(repeating: "g", count: 64)),
                started: Timestamp(milliseconds: 999_999_999_999_999)
            ),
            expires: Timestamp(seconds: 999_999_999_999)
        )
        let text = try signed(claims)
        #expect(text.utf8.count <= StreamToken.maximumBytes)
        #expect(text.utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) })
        let verifier = StreamTokenVerifier(key: key.publicKey, gateway: claims.gateway)
        let path = BridgePath(hub: claims.hub, stream: claims.stream, side: .service)
        #expect(try verifier.verify(text, for: path, now: Timestamp(seconds: 999_999_999_990)) == claims)
    }

    @Test func `every symbol of a device id survives`() throws {
        let device = try DeviceID("-:.+%_#*?!(),=@;$'Az09")
        #expect(try verifier.verify(signed(StreamSamples.claims(device: device)), for: path, now: now).device == device)
    }

    @Test func `a changed character anywhere is refused`() throws {
        let bytes = Array(try signed().utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: StreamTokenError.self, "character \(index)") {
                try verifier.verify(String(decoding: changed, as: UTF8.self), for: path, now: now)
            }
        }
    }

    @Test func `every truncation is refused`() throws {
        let text = try signed()
        for length in 0..<text.utf8.count {
            #expect(error(String(text.prefix(length))) != nil)
        }
    }

    @Test(arguments: ["A", "AA", "AAAA", ".", ".AAAA", "=", "==", " ", "\n", "\u{0}", "é"])
    func `trailing bytes are refused`(tail: String) throws {
        #expect(error(try signed() + tail) == .malformed)
        #expect(error(tail + (try signed())) == .malformed)
    }

    @Test(arguments: ["", ".", "..", "...", "a.b.c", "Bearer", String(repeating: "a", count: 901)])
    func `what is no token is refused`(text: String) {
        #expect(error(text) == .malformed)
    }

    @Test(arguments: [
        #"{"alg":"none","typ":"JWT"}"#, #"{"alg":"HS256","typ":"JWT"}"#, #"{"typ":"JWT","alg":"EdDSA"}"#,
        #"{"alg":"EdDSA"}"#, #"{"alg":"EdDSA","typ":"JWT","jwk":{}}"#, "{}", "",
    ])
    func `another header is refused even with a good signature`(header: String) throws {
        #expect(error(try signed(header: header, payload: StreamSamples.claims().payload)) == .malformed)
    }

    @Test func `a header that says none needs a signature all the same`() throws {
        let parts = try signed().split(separator: ".").map(String.init)
        let none = Base64.encodeURL(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        #expect(error(none + "." + parts[1] + ".") == .malformed)
        #expect(error(parts[0] + "." + parts[1] + ".") == .malformed)
        #expect(
            error(parts[0] + "." + parts[1] + "." + Base64.encodeURL([UInt8](repeating: 0, count: 64))) == .badSignature
        )
    }

    @Test func `a token that takes the public key as a shared secret is refused`() throws {
        let header = Base64.encodeURL(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
        let payload = Base64.encodeURL(Array(StreamSamples.claims().payload.utf8))
        let secret = SymmetricKey(data: Array(key.publicKey.rawRepresentation))
        for header in [header, StreamToken.signature.header] {
            let code = HMAC<SHA256>.authenticationCode(for: Array((header + "." + payload).utf8), using: secret)
            #expect(error(header + "." + payload + "." + Base64.encodeURL(Array(code))) == .malformed)
        }
    }

    @Test func `another key is refused`() throws {
        let other = try Curve25519.Signing.PrivateKey(rawRepresentation: Array(2...33))
        let forged = try StreamTokenSigner(key: other).sign(StreamSamples.claims()).text
        #expect(error(forged) == .badSignature)
    }

    @Test func `the signature of another token is refused`() throws {
        let mine = try signed().split(separator: ".").map(String.init)
        let theirs = try signed(StreamSamples.claims(.service)).split(separator: ".").map(String.init)
        #expect(error(mine[0] + "." + theirs[1] + "." + mine[2]) == .badSignature)
    }

    @Test func `a signature that names the same point by a larger number is refused`() throws {
        let parts = try signed().split(separator: ".").map(String.init)
        var signature = try #require(Base64.decodeURL(parts[2]))
        // The order of the group (RFC 8032 §5.1), little-endian: S + L is another text for the same equation.
        let order: [UInt8] =
            [
                0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14,
            ] + [UInt8](repeating: 0, count: 15) + [0x10]
        var carry = 0
        for index in 0..<32 {
            carry += Int(signature[32 + index]) + Int(order[index])
            signature[32 + index] = UInt8(carry & 0xFF)
            carry >>= 8
        }
        #expect(error(parts[0] + "." + parts[1] + "." + Base64.encodeURL(signature)) == .badSignature)
    }

    @Test(arguments: [
        "", "{}", "[]", #"{"hub":"hub"}"#, StreamSamples.claims().payload + " ", " " + StreamSamples.claims().payload,
        StreamSamples.claims().payload + StreamSamples.claims().payload,
    ])
    func `claims of another form are refused even with a good signature`(payload: String) throws {
        let header = #"{"alg":"EdDSA","typ":"JWT"}"#
        #expect(error(try signed(header: header, payload: payload)) == .unknownClaims)
    }

    @Test func `claims that break a rule are refused even with a good signature`() throws {
        let good = StreamSamples.claims().payload
        for (from, to) in [
            ("\"hub\":\"hub\"", "\"hub\":\"h\""), ("press-07", ".."), ("press-07", "a b"), ("3f1c", "3F1C"),
            ("\"device\"", "\"both\""), ("gateway-1", ""), ("1794999999123", "-1"), ("1794999999123", "01"),
            ("1794999999123", ""), ("1795000060", "1795000060.5"), ("1795000060", "9999999999999999"),
            ("1795000060", "\"1795000060\""), ("BwAAAAAAAAAAAAAAAAAAAA", "BwAAAAAAAAAAAAAAAAAA"),
            ("BwAAAAAAAAAAAAAAAAAAAA", "BwAAAAAAAAAAAAAAAAAAAB"),
        ] {
            let pieces = good.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false)
            try #require(pieces.count == 2)
            let payload = pieces[0] + to + pieces[1]
            #expect(
                error(try signed(header: #"{"alg":"EdDSA","typ":"JWT"}"#, payload: String(payload))) == .unknownClaims,
                "\(payload)"
            )
        }
    }

    @Test func `it is good before its second of expiry and not at it`() throws {
        let token = try signed()
        let expiry = StreamSamples.start + .seconds(60)
        #expect(throws: Never.self) { try verifier.verify(token, for: path, now: expiry + .milliseconds(-1)) }
        #expect(error(token, at: expiry) == .expired)
        #expect(error(token, at: expiry + .seconds(86_400)) == .expired)
    }

    @Test func `an expiry between two seconds is rounded up`() {
        let claims = StreamSamples.claims(expires: Timestamp(milliseconds: 1_795_000_000_001))
        #expect(claims.expires == Timestamp(seconds: 1_795_000_001))
        #expect(StreamSamples.claims(expires: Timestamp(seconds: 5)).expires == Timestamp(seconds: 5))
    }

    @Test func `a token that lives longer than a handshake is refused`() throws {
        let longest = now + StreamTokenVerifier.maximumLifetime
        #expect(throws: Never.self) {
            try verifier.verify(signed(StreamSamples.claims(expires: longest)), for: path, now: now)
        }
        #expect(error(try signed(StreamSamples.claims(expires: longest + .seconds(1)))) == .expiresTooLate)
        #expect(
            error(try signed(StreamSamples.claims(expires: Timestamp(seconds: 999_999_999_999)))) == .expiresTooLate
        )
    }

    @Test func `another gateway, start, hub, stream or side is refused by name`() throws {
        let other = GatewayInstance(id: GatewayID(checked: "gateway-2"), started: StreamSamples.gateway.started)
        let earlier = GatewayInstance(
            id: StreamSamples.gateway.id,
            started: StreamSamples.gateway.started + .milliseconds(-1)
        )
        #expect(error(try signed(StreamSamples.claims(gateway: other))) == .wrongGateway)
        #expect(error(try signed(StreamSamples.claims(gateway: earlier))) == .wrongStart)
        #expect(error(try signed(StreamSamples.claims(hub: HubName("other")))) == .wrongHub)
        #expect(error(try signed(StreamSamples.claims(stream: StreamSamples.streamID(1)))) == .wrongStream)
        #expect(error(try signed(StreamSamples.claims(.service))) == .wrongSide)
    }

    @Test func `a token is never shown`() throws {
        let token = try StreamTokenSigner(key: key).sign(StreamSamples.claims())
        for shown in ["\(token)", String(reflecting: token)] {
            #expect(!shown.contains(token.text))
        }
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains(token.text))
    }

    @Test func `sixteen random bytes make an id, others do not`() {
        #expect(StreamTokenID(random: Array(0..<15)) == nil)
        #expect(StreamTokenID(random: Array(0..<17)) == nil)
        #expect(StreamTokenID(random: Array(0..<16))?.text == "AAECAwQFBgcICQoLDA0ODw")
    }
}
