import ArgumentParser
import HubModel

/// Who a device is: a connection string, or a certificate.
///
/// A secret is never an argument.
struct AgentLoginOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file that holds the device's connection string; '-' is standard input "
                + "(DEVICESTREAM_CONNECTION_STRING).",
            valueName: "file"
        ),
        completion: .file()
    )
    var connectionStringFile: String?

    @Option(
        help: ArgumentHelp("The device's certificate in PEM, with those up to its CA.", valueName: "file"),
        completion: .file()
    )
    var cert: String?

    @Option(help: ArgumentHelp("The private key of --cert in PEM.", valueName: "file"), completion: .file())
    var key: String?

    @Option(help: ArgumentHelp("The hub's host name, with --cert.", valueName: "host[:port]"))
    var hostName: String?

    @Option(name: [.customShort("d"), .long], help: ArgumentHelp("The device, with --cert.", valueName: "device"))
    var deviceId: String?

    @Option(
        help: "The way to the hub: websocket, on its own port; or mqtt, which certificates need.",
        completion: .list(Choice.words(of: AgentTransport.self)),
        transform: Choice.parse
    )
    var transport: AgentTransport?

    @Option(help: ArgumentHelp("The port of --transport mqtt; 8883 where it is left out.", valueName: "port"))
    var mqttPort: Int?

    mutating func validate() throws {
        let parts = [cert, key, hostName, deviceId]
        let count = parts.filter { $0 != nil }.count
        guard count == 0 || count == parts.count else {
            throw ValidationError("'--cert', '--key', '--host-name' and '--device-id' go together.")
        }
        if cert != nil, connectionStringFile != nil {
            throw ValidationError("'--cert' and '--connection-string-file' exclude each other.")
        }
        if cert != nil, transport == .websocket { throw ValidationError("Certificates need '--transport mqtt'.") }
        if let mqttPort, !(1...65_535).contains(mqttPort) {
            throw ValidationError("The value '\(mqttPort)' is invalid for '--mqtt-port <port>': it is from 1 to 65535.")
        }
    }

    func login() throws(HubError) -> AgentLogin {
        var credential = AgentLogin.Credential.connectionString(file: connectionStringFile)
        if let cert, let key, let hostName, let deviceId {
            let device = try DeviceID(deviceId, target: "--device-id")
            credential = .certificate(file: cert, keyFile: key, hostName: hostName, device: device)
        }
        return AgentLogin(
            credential: credential,
            transport: transport ?? (cert == nil ? .websocket : .mqtt),
            mqttPort: mqttPort ?? 8883
        )
    }
}
