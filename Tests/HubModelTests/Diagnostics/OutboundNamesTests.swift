import HubModel
import Testing

@Suite struct OutboundNamesTests {
    @Test(arguments: [
        ("https://example.com", "example.com", 443, "/"),
        ("HTTPS://Example.com:8443/a?b=c", "example.com", 8443, "/a?b=c"),
        ("https://example.com?x", "example.com", 443, "/?x"), ("https://192.0.2.1/", "192.0.2.1", 443, "/"),
        ("https://[2001:db8::1]:444/a", "2001:db8::1", 444, "/a"), ("https://[2001:db8::1]", "2001:db8::1", 443, "/"),
    ])
    func `a webhook's URL has a host, a port and a target`(
        _ text: String,
        _ host: String,
        _ port: Int,
        _ target: String
    ) throws {
        let parts = try #require(try WebhookURL(text).parts)
        #expect(parts.host.text == host)
        #expect(parts.port == port)
        #expect(parts.target == target)
    }

    @Test(arguments: [
        "http://example.com/", "https://", "https:///a", "https://user@example.com/", "https://user:pw@example.com/",
        "https://example.com:0/", "https://example.com:99999/", "https://example.com:/", "https://example.com/a b",
        "https://example.com/#a", "https://example.com/\r\nX: y", "https://exa_mple.com/", "https://2001:db8::1/",
        "https://[192.0.2.1]/", "https://[::1/", "https://example..com/", "https://1.2.3/", "https://0x7f.1/",
        "https://2130706433/", "https://example.com\\@evil.example/", "https://ex\u{E4}mple.com/", "ftp://example.com/",
    ])
    func `anything else is none`(_ text: String) {
        #expect(!WebhookURL.accepts(text))
    }

    @Test(arguments: ["a", "streams.jsonl", "A-1_b.log", "a.1b", "2026"])
    func `a bare name is the name of a log file`(_ text: String) { #expect(LogFileName.accepts(text)) }

    @Test(arguments: ["", ".", "..", ".hidden", "-a", "a/b", "../a", "a.1", "log.2026", "a b", "a\0", "ä"])
    func `no other is`(_ text: String) { #expect(!LogFileName.accepts(text)) }
}
