import HubClient
import HubModel
import Testing

struct ServerURLTests {
    @Test(arguments: [
        ("https://hub.example.com", "https://hub.example.com", "hub.example.com", 443),
        ("HTTPS://Hub.Example.COM/", "https://hub.example.com", "hub.example.com", 443),
        ("hub.example.com:8443", "https://hub.example.com:8443", "hub.example.com", 8443),
        ("https://hub.example.com:443", "https://hub.example.com", "hub.example.com", 443),
        ("https://[::1]:8443", "https://[::1]:8443", "[::1]", 8443),
        ("127.0.0.1", "https://127.0.0.1", "127.0.0.1", 443),
    ])
    func `a server has one spelling`(_ text: String, _ description: String, _ host: String, _ port: Int) throws {
        let url = try ServerURL(text)
        #expect(url.description == description)
        #expect(url.host == host)
        #expect(url.port == port)
    }

    @Test(arguments: [
        "", "http://hub.example.com", "ftp://hub.example.com", "https://user@hub.example.com", "https://hub/path",
        "https://hub.example.com?x", "https://hub.example.com#x", "hub:0", "hub:65536", "hub:+1", "hub:", "hub:80:90",
        "https://", ".example.com", "-hub", "h\u{FC}b", "hub example", "[::1", "https://[::1]x", "hub\\x", "hub\n",
    ])
    func `what is no server is refused`(_ text: String) {
        #expect {
            try ServerURL(text)
        } throws: { error in
            (error as? HubError)?.code == .usage
        }
    }

    @Test func `the error shows no control characters`() throws {
        let error = try #require(throws: HubError.self) { try ServerURL("https://\u{1B}[31m") }
        #expect(!error.message.unicodeScalars.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("https://hub.example.com:8443/v1/hubs?$top=1&$skiptoken=x", "/v1/hubs?$top=1&$skiptoken=x"),
        ("HTTPS://HUB.example.com:8443", "/"),
    ])
    func `a link of the same origin gives its target`(_ link: String, _ target: String) throws {
        #expect(try ServerURL("https://hub.example.com:8443").target(of: link) == target)
    }

    @Test(arguments: [
        "https://hub.example.com/v1/hubs", "https://hub.example.com:443/v1", "http://hub.example.com:8443/v1",
        "https://other.example.com:8443/v1", "https://hub.example.com.evil:8443/v1", "//hub.example.com:8443/v1",
        "https://hub.example.com:8443@evil.example/v1", "https://evil.example/https://hub.example.com:8443/",
        "https://user@hub.example.com:8443/v1", "/v1/hubs", "", "https://hub.example.com:8443/a b",
        "https://hub.example.com:8443/a\r\nX: y", "https://hub.example.com:8443\\@evil.example/",
        "https://hub.example.com:8443//evil.example/", "https://hub.example.com:8443/v1#x",
    ])
    func `a link of another origin gives none`(_ link: String) throws {
        #expect(try ServerURL("https://hub.example.com:8443").target(of: link) == nil)
    }

    @Test(arguments: [
        ("https://localhost:8443", true), ("https://devicestream.localhost", true), ("https://127.3.2.1", true),
        ("https://[::1]", true), ("https://localhost.example.com", false), ("https://notlocalhost", false),
    ])
    func `names below localhost mean this machine`(_ text: String, _ isLoopback: Bool) throws {
        #expect(try ServerURL(text).isLoopback == isLoopback)
    }
}
