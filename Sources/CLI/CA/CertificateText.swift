/// Certificates in PEM (RFC 7468).
enum CertificateText {
    private static let mark = "-----BEGIN CERTIFICATE-----"

    /// The text from its first certificate on; `nil` when there is none.
    static func certificates(in text: String) -> String? {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let first = lines.firstIndex(where: { $0 == mark }) else { return nil }
        lines.removeFirst(first)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}
