import Testing

@testable import HubModel

@Suite struct ClientSettingsTests {
    @Test(arguments: [
        ("http://proxy.example.com:3128", "proxy.example.com", 3128), ("proxy:8080", "proxy", 8080),
        ("HTTP://proxy/", "proxy", 1080), ("http://[::1]:3128", "::1", 3128), ("127.0.0.1:80", "127.0.0.1", 80),
    ])
    func `the URL of a proxy is read`(_ text: String, _ host: String, _ port: Int) throws {
        let proxy = try ProxySettings(url: text)
        #expect(proxy.host == host)
        #expect(proxy.port == port)
        #expect(proxy.userName == nil)
    }

    @Test(arguments: [
        ("https://proxy:3128", true, 3128), ("HTTPS://proxy", true, 443), ("http://proxy", false, 1080),
    ])
    func `https is TLS with the proxy itself`(_ text: String, _ isSecure: Bool, _ port: Int) throws {
        let proxy = try ProxySettings(url: text)
        #expect(proxy.isSecure == isSecure)
        #expect(proxy.port == port)
    }

    @Test func `user name and password are decoded`() throws {
        let proxy = try ProxySettings(url: "http://si%20te:p%40ss%3Aword@proxy:3128")
        #expect(proxy.userName == "si te")
        #expect(proxy.password?.text == "p@ss:word")
        #expect(proxy.host == "proxy")
    }

    @Test(arguments: [
        "ftp://proxy:3128", "socks5://proxy", "http://", "proxy:0", "proxy:65536", "a b:80", "http://%zz@p:1",
    ])
    func `what is no URL of such a proxy is an error that shows no password`(_ text: String) {
        let error = #expect(throws: HubError.self) { try ProxySettings(url: text) }
        #expect(error?.code == .usage)
    }

    @Test(arguments: [
        ("hub.example.com", false), ("example.com", false), ("EXAMPLE.COM", false), ("deep.below.corp", false),
        ("corp", false), ("10.0.0.1", false), ("::1", false), ("notcorp", true), ("example.com.au", true),
        ("10.0.0.12", true),
    ])
    func `exceptions stand for a name and all below it`(_ host: String, _ applies: Bool) throws {
        let proxy = try ProxySettings(url: "proxy:80", exceptions: ".corp,10.0.0.1 [::1], ,EXAMPLE.com")
        #expect(proxy.applies(to: host) == applies)
    }

    @Test func `a star excepts everything`() throws {
        #expect(try !ProxySettings(url: "proxy:80", exceptions: "*").applies(to: "anything"))
    }

    @Test func `an override is read as curl's --resolve`() throws {
        let override = try NameOverride("hub.example.com:443:10.0.0.1,[::1]")
        #expect(override == NameOverride(host: "hub.example.com", port: 443, addresses: ["10.0.0.1", "::1"]))
        for text in ["hub", "hub:443", "hub:443:", "hub:no:1.2.3.4", ":443:1.2.3.4", "hub:0:1.2.3.4"] {
            #expect(throws: HubError.self, "\(text)") { try NameOverride(text) }
        }
    }

    @Test func `each reason of a dial has a code of the catalogue`() {
        func code(_ stage: DialError.Stage, _ reason: DialError.Reason) -> ErrorCode {
            DialError(stage, reason, host: "h", port: 1, message: "m").code
        }
        #expect(code(.resolve, .noAddress).exitStatus == .unreachable)
        #expect(code(.connect, .timedOut).exitStatus == .unreachable)
        #expect(code(.proxy, .proxyStatus(403)).exitStatus == .unreachable)
        #expect(code(.tls, .untrustedCertificate).exitStatus == .tlsTrust)
        #expect(code(.upgrade, .timedOut).exitStatus == .timedOut)
        #expect(code(.upgrade, .status(401)).exitStatus == .notAuthenticated)
        #expect(code(.upgrade, .answer).exitStatus == .notUnderstood)
    }
}
