import CLI
import DeviceSDK
import HubModel
import StreamClient

/// What is needed to be a device, made of what the arguments say.
struct AgentDevice {
    private let login: AgentLogin
    /// The connection string, where there is one.
    private let secret: Secret?
    private let host: String
    let settings: ConnectionSettings

    /// Reads the secret; throws where it cannot be used.
    init(_ login: AgentLogin, _ session: Session) throws(HubError) {
        self.login = login
        switch login.credential {
        case .connectionString(let file):
            let secret = try session.connectionString(file: file)
            host = try ConnectionString(parsing: secret.text).hostName
            self.secret = secret
        case .certificate(_, _, let hostName, _):
            host = hostName
            secret = nil
        }
        settings = try session.deviceSide(host: host)
    }

    /// Whether a proxy is on the way.
    var usesProxy: Bool {
        settings.proxy?.applies(to: String(host.prefix { $0 != ":" })) ?? false
    }

    /// Throws where a file or a name cannot be used.
    func client() throws(ClientError) -> DeviceClient {
        switch login.credential {
        case .connectionString:
            try DeviceClient(
                connectionString: secret?.text ?? "",
                transport: login.transport == .mqtt ? .mqtt : .mqttWebSocket,
                mqttPort: login.mqttPort,
                settings: settings
            )
        case .certificate(let file, let keyFile, let hostName, let device):
            try DeviceClient(
                hostName: hostName,
                deviceID: device,
                certificateFile: file,
                keyFile: keyFile,
                mqttPort: login.mqttPort,
                settings: settings
            )
        }
    }
}
