import ArgumentParser
import HubModel

/// How a device shall prove who it is.
struct AuthenticationOptions: ParsableArguments {
    @Option(
        help: "How it proves who it is: sas, selfSigned, certificateAuthority or none.",
        completion: .list(Choice.words(of: DeviceAuthentication.Kind.self)),
        transform: Choice.parse
    )
    var authType: DeviceAuthentication.Kind?

    @Option(help: ArgumentHelp("SHA-1 or SHA-256 of its certificate, for selfSigned.", valueName: "hex"))
    var primaryThumbprint: String?

    @Option(help: ArgumentHelp("That of a second certificate.", valueName: "hex"))
    var secondaryThumbprint: String?

    @Option(
        help: ArgumentHelp(
            "JSON with primaryKey and secondaryKey in base64, instead of new keys; '-' is standard input.",
            valueName: "file"
        ),
        completion: .file()
    )
    var keysFile: String?

    /// `nil` when nothing about it is given.
    func request(_ session: Session) throws(HubError) -> DeviceAuthenticationRequest? {
        var thumbprints: Thumbprints?
        if let primaryThumbprint {
            thumbprints = Thumbprints(
                primaryThumbprint: primaryThumbprint,
                secondaryThumbprint: secondaryThumbprint
            )
        } else if secondaryThumbprint != nil {
            throw HubError(.usage, "--secondary-thumbprint goes with --primary-thumbprint.")
        }
        let keys = try keysFile.map { (path) throws(HubError) in try self.keys(path, session) }
        guard authType != nil || thumbprints != nil || keys != nil else { return nil }
        return DeviceAuthenticationRequest(
            type: authType ?? (thumbprints == nil ? .sas : .selfSigned),
            symmetricKey: keys,
            x509Thumbprint: thumbprints
        )
    }

    private func keys(_ path: String, _ session: Session) throws(HubError) -> SymmetricKeysRequest {
        let bytes = try SystemFile.read(path, console: session.console, limit: Console.maximumSecretBytes)
        return try RestJSON.decode(SymmetricKeysRequest.self, from: bytes)
    }
}
