import HubModel
import Testing

@testable import HubClient

struct DebugTextTests {
    private static let token = "dst_abcdefgh"

    private func shown(_ text: String, secret: String? = Self.token) -> [String] {
        var lines: [String] = []
        DebugText(secret: secret.map(Secret.init(text:))) { lines.append($0) }.show("> ", text)
        return lines
    }

    @Test(arguments: [
        "Authorization: Bearer other", "authorization:Basic eDp5", "Proxy-Authorization: Basic eDp5",
        "Cookie: id=1", "Set-Cookie: id=1; Secure",
    ])
    func `fields that prove who somebody is have no value`(_ line: String) {
        let name = line.prefix { $0 != ":" }
        #expect(shown(line) == ["> \(name): <redacted>"])
    }

    @Test func `the token is redacted wherever it stands`() {
        let line = "* h2h3 [authorization: Bearer dst_abcdefgh] dst_abcdefghdst_abcdefgh"
        #expect(shown(line) == ["> * h2h3 [authorization: Bearer <redacted>] <redacted><redacted>"])
    }

    @Test(arguments: [
        (
            "Uses proxy env variable https_proxy == 'http://me:p@ss@proxy.example:3128'",
            "Uses proxy env variable https_proxy == 'http://<redacted>@proxy.example:3128'"
        ),
        ("http://a@b http://c:d@e/x@y", "http://<redacted>@b http://<redacted>@e/x@y"),
        ("https://hub.example.com/v1/devices/a@b", "https://hub.example.com/v1/devices/a@b"),
        ("://", "://"),
    ])
    func `a URL has no user and no password`(_ line: String, _ expected: String) {
        #expect(shown(line, secret: nil) == ["> " + expected])
    }

    @Test func `each line has its mark and no control character`() {
        #expect(shown("a: b\r\nc: \u{1B}[2J\u{202E}\r\n\r\n") == ["> a: b", "> c: \\u{1B}[2J\\u{202E}"])
    }

    @Test func `times have a tenth of a millisecond`() {
        #expect(DebugText.milliseconds(.microseconds(12_345)) == "12.3 ms")
        #expect(DebugText.milliseconds(.seconds(61)) == "61000.0 ms")
        #expect(DebugText.milliseconds(.zero) == "0.0 ms")
    }
}
