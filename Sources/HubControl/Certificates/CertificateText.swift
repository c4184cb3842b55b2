import HubModel
import SwiftASN1

/// A certificate as it stands in a request: PEM (RFC 7468), or base64 of its DER form or of PEM.
enum CertificateText {
    /// In bytes; a CA's certificate with an RSA key of 8192 bits and long extensions is about 5 KiB in PEM.
    static let maximumLength = 16 * 1024
    private static let target = "certificate"
    private static let pemMark = "-----BEGIN "

    /// Reads the one certificate in the text; throws `ArgumentInvalid` for anything else.
    static func read(_ text: String) throws(HubError) -> ClientCertificate {
        guard let certificate = ClientCertificate(der: try der(text)) else {
            throw refusal(
                "The text holds no X.509 certificate with a key that is known here: RSA of at least 2048 bits, "
                    + "P-256, P-384, P-521 or Ed25519."
            )
        }
        return certificate
    }

    private static func der(_ text: String) throws(HubError) -> [UInt8] {
        guard text.utf8.count <= maximumLength else {
            throw refusal("The text has \(text.utf8.count) bytes; at most \(maximumLength) are read.")
        }
        if text.contains(pemMark) { return try der(pem: text) }
        let characters = text.filter { !$0.isWhitespace }
        guard !characters.isEmpty, let bytes = Base64.decode(characters) else {
            throw refusal("The text is neither a certificate in PEM nor base64.")
        }
        // What az sends for a file in PEM.
        if bytes.starts(with: pemMark.utf8) { return try der(pem: String(decoding: bytes, as: UTF8.self)) }
        return bytes
    }

    private static func der(pem: String) throws(HubError) -> [UInt8] {
        let documents: [PEMDocument]
        do {
            documents = try PEMDocument.parseMultiple(pemString: pem)
        } catch {
            throw refusal("The PEM is damaged.")
        }
        guard documents.count == 1, let document = documents.first else {
            throw refusal("The PEM holds \(documents.count) parts; one certificate is wanted, and nothing else.")
        }
        guard document.discriminator == "CERTIFICATE" else {
            throw refusal(
                "The PEM holds '\(VisibleText.show(document.discriminator, limit: 40))'; a certificate is wanted."
            )
        }
        return document.derBytes
    }

    private static func refusal(_ message: String) -> HubError {
        HubError(.argumentInvalid, message, target: target)
    }
}
