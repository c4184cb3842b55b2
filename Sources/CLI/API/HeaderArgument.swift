import HubClient
import HubModel

/// A header field on the command line.
enum HeaderArgument {
    /// What belongs to the connection or to the context, and is not for a caller to say.
    private static let reserved: Set<String> = [
        "authorization", "host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te",
        "trailer", "proxy-authorization",
    ]

    /// Reads `NAME: VALUE`.
    ///
    /// Throws `Usage` for what is no field, and for fields that the program sets itself.
    static func field(_ text: String) throws(HubError) -> HubRequest.Field {
        guard let colon = text.firstIndex(of: ":") else { throw problem(text, "it has no colon") }
        let name = text[..<colon]
        let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        guard !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
            throw problem(text, "its name is none")
        }
        // A line end would begin a field that nobody checked.
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw problem(text, "its value has control characters")
        }
        guard !value.isEmpty else { throw problem(text, "its value is empty") }
        guard !reserved.contains(name.lowercased()) else {
            throw HubError(
                .usage,
                "The header field '\(name)' is set by this program.",
                target: "--header",
                hint: "The credential is the context's, or that of DEVICESTREAM_TOKEN."
            )
        }
        return HubRequest.Field(String(name), String(value))
    }

    private static func problem(_ text: String, _ reason: String) -> HubError {
        HubError(
            .usage,
            "'\(VisibleText.show(text, limit: 100))' is not a header field: \(reason).",
            target: "--header",
            hint: "Write it as: --header 'If-None-Match: \"…\"'"
        )
    }

    /// The characters of a field's name (RFC 9110 §5.6.2).
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
