import HubModel
import StreamCore
import Transport

/// What a device says of itself to its hub, and where.
struct DeviceLogin: Sendable {
    /// How it proves who it is.
    enum Proof: Sendable {
        case key(Secret)
        /// In the TLS handshake.
        case certificate
    }

    /// As long as the SDKs of IoT Hub make theirs.
    static let standardTokenLife = Duration.seconds(3600)
    /// The C# SDK asks for 300 s; half a minute after it a hub that vanished is noticed.
    static let keepAliveSeconds: UInt16 = 120

    /// Without a port.
    let host: String
    let port: Int
    let device: DeviceID
    let proof: Proof
    let transport: DeviceTransport
    let mqttPort: Int
    /// How long a token is good that `connect` makes.
    var tokenLife = Self.standardTokenLife

    init(
        hostName: String,
        device: DeviceID,
        proof: Proof,
        transport: DeviceTransport,
        mqttPort: Int
    ) throws(HubError) {
        guard let (host, port) = Self.authority(hostName) else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(hostName, limit: 260))' is no host name of a hub.",
                target: "hostName",
                hint: "Write it as HOST or HOST:PORT."
            )
        }
        guard (1...65_535).contains(mqttPort) else {
            throw HubError(.argumentInvalid, "\(mqttPort) is not a port: 1 to 65535.", target: "mqttPort")
        }
        self.host = host
        self.port = port
        self.device = device
        self.proof = proof
        self.transport = transport
        self.mqttPort = mqttPort
    }

    /// How long the credential is good that `connect` makes; `nil` for one without end.
    var credentialLife: Duration? {
        switch proof {
        case .key: tokenLife
        case .certificate: nil
        }
    }

    var target: DialTarget {
        switch transport {
        case .mqtt: DialTarget(host: host, port: mqttPort)
        case .mqttWebSocket:
            DialTarget(
                host: host,
                port: port,
                webSocket: WebSocketRequest(path: "/$iothub/websocket", subprotocols: ["mqtt"])
            )
        }
    }

    /// The first packet of a connection made now.
    ///
    /// Not a clean session: the hub then takes the device for listening before it has subscribed again.
    func connect(now: Timestamp) -> MQTTConnect {
        let agent = PercentCoding.encode("devicestream/" + ProductVersion.text)
        let userName = "\(host)/\(device.text)/?api-version=2020-09-30&DeviceClientType=\(agent)"
        let credentials: MQTTConnect.Credentials =
            switch proof {
            case .certificate: .userName(userName)
            case .key(let key):
                .password(
                    userName: userName,
                    SharedAccessSignature.make(
                        resource: "\(host)/devices/\(device.text)",
                        key: key,
                        policy: nil,
                        expires: now + tokenLife
                    )
                )
            }
        return MQTTConnect(
            clientID: device.text,
            cleanSession: false,
            keepAliveSeconds: Self.keepAliveSeconds,
            credentials: credentials
        )
    }

    private static func authority(_ text: String) -> (host: String, port: Int)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty,
            parts[0].utf8.allSatisfy({ Unreserved.contains($0) })
        else { return nil }
        guard parts.count == 2 else { return (String(parts[0]), HostNaming.defaultPort) }
        guard parts[1].utf8.allSatisfy(\.isDigit), let port = Int(parts[1]), (1...65_535).contains(port) else {
            return nil
        }
        return (String(parts[0]), port)
    }
}
