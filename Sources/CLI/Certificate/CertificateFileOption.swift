import ArgumentParser
import HubModel

/// The file with a certificate, in our spelling and in those of `az`.
struct CertificateFileOption: ParsableArguments {
    @Option(
        name: [.long, .customLong("path"), .customShort("p")],
        help: ArgumentHelp("The certificate, in PEM or DER; '-' is standard input.", valueName: "path"),
        completion: .file()
    )
    var file: String

    /// More than any certificate has, and little enough to be read at once.
    private static let maximumBytes = 256 * 1024
    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"

    /// The certificate as the server takes it.
    func text(_ session: Session) throws(HubError) -> String {
        let bytes = try SystemFile.read(file, console: session.console, limit: Self.maximumBytes)
        // DER begins with the tag of a sequence and a length in more than one byte.
        if bytes.starts(with: [0x30, 0x82]) || bytes.starts(with: [0x30, 0x81]) { return Base64.encode(bytes) }
        let found = Self.certificates(in: String(decoding: bytes, as: UTF8.self))
        guard found.count == 1, let certificate = found.first else {
            let place = file == "-" ? "Standard input" : SystemFile.quoted(file)
            throw HubError(
                .localFailure,
                found.isEmpty
                    ? "\(place) holds no certificate in PEM or DER."
                    : "\(place) holds \(found.count) certificates, and one is wanted.",
                hint: found.isEmpty ? nil : "Leave the one of the CA in the file."
            )
        }
        return certificate
    }

    /// The certificates in the text, and nothing else of it: a private key in the same file stays on this machine.
    private static func certificates(in text: String) -> [String] {
        var found: [String] = []
        var lines: [Substring]?
        for line in text.split(whereSeparator: \.isNewline) {
            if line == begin {
                lines = [line]
            } else if line == end, let complete = lines {
                found.append((complete + [line]).joined(separator: "\n") + "\n")
                lines = nil
            } else {
                lines?.append(line)
            }
        }
        return found
    }
}
