import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// Where the key of a SAS token comes from.
struct SASKeySource: ParsableArguments {
    /// The variable that holds a connection string.
    static let variable = "DEVICESTREAM_CONNECTION_STRING"

    @Option(
        help: ArgumentHelp("The file that holds a connection string; '-' is standard input.", valueName: "file"),
        completion: .file()
    )
    var connectionStringFile: String?

    @Option(
        help: ArgumentHelp("The file that holds a key in base64; '-' is standard input.", valueName: "file"),
        completion: .file()
    )
    var keyFile: String?

    @Option(
        help: ArgumentHelp("What a key from --key-file is for: HOST, or HOST/devices/DEVICE.", valueName: "resource")
    )
    var resource: String?

    @Option(
        name: [.long, .customLong("policy-name"), .customLong("pn")],
        help: ArgumentHelp("The policy whose key it is.", valueName: "policy"),
        completion: .list(AccessRight.standardPolicies.map(\.name))
    )
    var policy: String?

    @Option(
        name: [.customShort("d"), .customLong("device"), .customLong("device-id")],
        help: ArgumentHelp("The device whose key it is.", valueName: "device"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @OptionGroup var slot: KeySlotOption
    @OptionGroup var hub: HubOptions

    mutating func validate() throws {
        if connectionStringFile != nil, keyFile != nil {
            throw ValidationError("'--connection-string-file' and '--key-file' exclude each other.")
        }
        if (keyFile != nil) != (resource != nil) {
            throw ValidationError("'--key-file' and '--resource' go together.")
        }
        if device != nil, policy != nil { throw ValidationError("'--device' and '--policy' exclude each other.") }
        if connectionStringFile != nil, device != nil || policy != nil {
            throw ValidationError("A connection string names its policy or device itself.")
        }
        if keyFile != nil, device != nil {
            throw ValidationError("With '--key-file', name the device in '--resource': HOST/devices/DEVICE")
        }
    }

    func key(_ session: Session) throws -> SASKey {
        if let keyFile, let resource { return try key(file: keyFile, resource: resource, session) }
        if connectionStringFile == nil, device != nil || policy != nil || hub.name != nil {
            return try SASKey(ConnectionString(parsing: askServer(session)))
        }
        let text = try CredentialInput.read(
            file: connectionStringFile,
            variable: session.environment[Self.variable],
            noun: "connection string",
            option: "--connection-string-file",
            session
        )
        return SASKey(try ConnectionString(parsing: text.text))
    }

    private func key(file: String, resource: String, _ session: Session) throws(HubError) -> SASKey {
        let policy = try policy.map { (name) throws(HubError) in try PolicyName(name, target: "--policy") }
        let text = try CredentialInput.read(file: file, variable: nil, noun: "key", option: "--key-file", session)
        guard let bytes = Base64.decode(text.text), !bytes.isEmpty else {
            throw HubError(.usage, "The key is not base64.", target: "--key-file")
        }
        return SASKey(resource: resource, secret: Secret(bytes: bytes), policy: policy)
    }

    private func askServer(_ session: Session) throws -> String {
        let hub = try session.hub(hub.name)
        let request: HubRequest
        if let device {
            request = try .connectionString(hub, of: .device(DeviceID(device, target: "--device")), slot.key)
        } else {
            // The policy that az takes where none is named.
            let name = try PolicyName(policy ?? "iothubowner", target: "--policy")
            request = .connectionString(hub, of: .policy(name), slot.key)
        }
        guard let text = try session.json(request)["connectionString"]?.stringValue else {
            throw HubError(.responseNotUnderstood, "The server's answer holds no connection string.")
        }
        return text
    }
}
