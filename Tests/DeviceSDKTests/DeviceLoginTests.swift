import HubModel
import StreamCore
import Testing
import Transport

@testable import DeviceSDK

@Suite struct DeviceLoginTests {
    private let start = Timestamp(seconds: 1_795_000_000)

    private func login(_ hostName: String, proof: DeviceLogin.Proof = .certificate) throws -> DeviceLogin {
        try DeviceLogin(
            hostName: hostName,
            device: DeviceID("press-07"),
            proof: proof,
            transport: .mqttWebSocket,
            mqttPort: 8883
        )
    }

    @Test func `host and port are taken apart`() throws {
        #expect(try login("hub.example.com").target.port == 443)
        let other = try login("hub.example.com:8443").target
        #expect(other.host == "hub.example.com")
        #expect(other.port == 8443)
        #expect(other.webSocket?.path == "/$iothub/websocket")
    }

    @Test(arguments: ["", ":443", "hub:", "hub:0", "hub:65536", "a b", "hub:1:2", "hub/x", "hub\r\nX: y"])
    func `what is no host name is refused`(_ text: String) {
        #expect(throws: HubError.self) { try login(text) }
    }

    @Test func `user name and token are what the hub reads`() throws {
        let connect = try login("hub.example.com:8443", proof: .key(Secret(text: "key"))).connect(now: start)
        guard case .password(let userName, let password) = connect.credentials else {
            Issue.record("no password")
            return
        }
        let read = try DeviceUserName(parsing: userName)
        #expect(read.host == "hub.example.com")
        #expect(read.identity == DeviceIdentity(try DeviceID("press-07")))
        #expect(read.clientType == "devicestream/" + ProductVersion.text)
        let token = try SharedAccessToken(parsing: password.text)
        #expect(token.expiry == start + .seconds(3600))
        #expect(token.resource == "hub.example.com%2Fdevices%2Fpress-07")
        #expect(!connect.cleanSession)
    }

    @Test func `a policy's connection string is no device's`() {
        let error = #expect(throws: ClientError.self) {
            try DeviceClient(connectionString: "HostName=h.example.com;SharedAccessKeyName=p;SharedAccessKey=YQ==")
        }
        #expect(error?.code == .argumentInvalid)
    }

    @Test(arguments: MQTTRefusal.allCases)
    func `only what passes is tried again`(_ refusal: MQTTRefusal) {
        #expect(refusal.isPermanent == (refusal != .serverUnavailable))
    }
}
