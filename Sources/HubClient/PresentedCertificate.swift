import Crypto
package import HubModel

/// A certificate as a server presented it.
package struct PresentedCertificate: Equatable, Sendable {
    package let subject: String
    package let issuer: String
    /// The names it is for, as OpenSSL prints them; empty where it has none.
    package let names: String
    package let pem: String
    /// SHA-256 over its DER form, as `sha256:` and 64 lower-case hexadecimal digits.
    package let fingerprint: String

    /// From libcurl's `Name:value` fields; `nil` when there is no certificate in them.
    init?(fields: [String]) {
        func value(_ name: String) -> String? {
            fields.first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) }
        }
        guard let pem = value("Cert"), let fingerprint = Self.fingerprint(pem: pem) else { return nil }
        self.pem = pem.hasSuffix("\n") ? pem : pem + "\n"
        self.fingerprint = fingerprint
        subject = value("Subject") ?? ""
        issuer = value("Issuer") ?? ""
        names = value("X509v3 Subject Alternative Name") ?? ""
    }

    /// The subject, or the names where that is empty.
    package var subjectOrNames: String { subject.isEmpty ? names : subject }

    /// The fingerprint of the first certificate in PEM (RFC 7468 §5); `nil` when there is none.
    package static func fingerprint(pem: String) -> String? {
        var base64 = ""
        var isInside = false
        for line in pem.split(whereSeparator: \.isNewline) {
            let text = line.trimmingLineEnd
            if text == "-----BEGIN CERTIFICATE-----" {
                isInside = true
            } else if text == "-----END CERTIFICATE-----" {
                break
            } else if isInside {
                base64 += text
            }
        }
        guard !base64.isEmpty, let der = Base64.decode(base64) else { return nil }
        let digits = Array("0123456789abcdef".utf8)
        var hex: [UInt8] = []
        for byte in SHA256.hash(data: der) { hex += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return "sha256:" + String(decoding: hex, as: UTF8.self)
    }

    /// The one spelling of a fingerprint that people give as `sha256:…`, with or without colons, in any case.
    ///
    /// Throws `Usage` when it is not 64 hexadecimal digits after `sha256:`.
    package static func normalFingerprint(_ text: String) throws(HubError) -> String {
        let lower = text.lowercased()
        let digits = lower.hasPrefix("sha256:") ? lower.dropFirst(7).filter { $0 != ":" && $0 != " " } : ""
        guard digits.utf8.count == 64, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(text, limit: 120))' is not a fingerprint: 'sha256:' and 64 hexadecimal digits.",
                target: "--ca-fingerprint",
                hint: "Print it on the server's machine with: devicestream ca fingerprint"
            )
        }
        return "sha256:" + digits
    }
}
