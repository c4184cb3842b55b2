import HubClient
import HubModel
import Testing

@testable import ServiceSDK

@Suite struct ServiceSettingsTests {
    @Test func `libcurl gets the same settings, and nothing from the environment`() throws {
        let server = try ServerURL("https://hub.example.com")
        let plain = ClientSettings(server: server, ConnectionSettings())
        #expect(plain.proxy == "")
        #expect(plain.trust == .system)
        var settings = ConnectionSettings(trust: .file("/ca.pem"))
        settings.proxy = ProxySettings(host: "::1", port: 3128, userName: "a b", password: Secret(text: "p@ss"))
        settings.overrides = [NameOverride(host: "hub.example.com", port: 443, addresses: ["10.0.0.1", "::1"])]
        let client = ClientSettings(server: server, settings)
        #expect(client.proxy == "http://a%20b:p%40ss@[::1]:3128")
        #expect(client.trust == .file("/ca.pem"))
        #expect(client.resolve == ["hub.example.com:443:10.0.0.1,[::1]"])
        settings.proxy?.exceptions = ["example.com"]
        #expect(ClientSettings(server: server, settings).proxy == "")
    }

    @Test func `a policy signs anew before its token expires`() throws {
        let start = Timestamp(seconds: 1_795_000_000)
        let authorization = Authorization(host: "h", policy: try PolicyName("service"), key: Secret(text: "key"))
        let first = try #require(authorization.field(now: start))
        #expect(first.hasPrefix("SharedAccessSignature sr=h&"))
        #expect(authorization.field(now: start + .seconds(3299)) == first)
        #expect(authorization.field(now: start + .seconds(3300)) != first)
        #expect(Authorization().field(now: start) == nil)
    }

    @Test(arguments: [
        "HostName=hub.example.com;DeviceId=a;SharedAccessKey=YQ==",
        "HostName=;SharedAccessKeyName=p;SharedAccessKey=YQ==",
        "HostName=x;SharedAccessKeyName=p;SharedAccessKey=YQ==", "",
    ])
    func `a connection string that opens no streams is refused`(_ text: String) {
        #expect(throws: ClientError.self) { try ServiceClient(connectionString: text) }
    }
}
