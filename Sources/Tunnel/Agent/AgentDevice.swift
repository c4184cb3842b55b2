import CLI
import DeviceSDK
import HubModel
import StreamClient

/// Makes the device's connection of what the arguments say.
enum AgentDevice {
    /// Reads the secret, and throws where it or a file cannot be used.
    static func client(_ login: AgentLogin, _ session: Session) throws -> DeviceClient {
        let transport: DeviceTransport = login.transport == .mqtt ? .mqtt : .mqttWebSocket
        switch login.credential {
        case .connectionString(let file):
            let secret = try session.connectionString(file: file)
            let host = try ConnectionString(parsing: secret.text).hostName
            return try DeviceClient(
                connectionString: secret.text,
                transport: transport,
                mqttPort: login.mqttPort,
                settings: try session.deviceSide(host: host)
            )
        case .certificate(let file, let keyFile, let hostName, let device):
            return try DeviceClient(
                hostName: hostName,
                deviceID: device,
                certificateFile: file,
                keyFile: keyFile,
                mqttPort: login.mqttPort,
                settings: try session.deviceSide(host: hostName)
            )
        }
    }
}
