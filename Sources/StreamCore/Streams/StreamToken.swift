import HubModel

/// A bearer token that opens one side of one stream, as text: a compact JWT (RFC 7519, RFC 7515 §3.1).
///
/// To its holder it is opaque; only a gateway reads it. As a secret it is never shown.
///
/// SDKs force the form. They use it verbatim in a topic, cut it at `=`, and the C sample copies `Bearer <token>` into
/// 1024 bytes without a check.
package struct StreamToken: Hashable, Sendable {
    /// Below the 1024 bytes of the C sample with room for `Bearer `.
    package static let maximumBytes = 900

    /// With the header `{"alg":"EdDSA","typ":"JWT"}`.
    static let signature = CompactSignature(header: "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9")

    private let secret: Secret

    /// Wraps text that was checked.
    init(checked text: String) { secret = Secret(text: text) }

    /// Takes a token from a hub or a request; `nil` when it is empty, longer than 900 or outside `A-Z a-z 0-9 - _ .`.
    package init?(_ text: String) {
        guard (1...Self.maximumBytes).contains(text.utf8.count), text.utf8.allSatisfy(Self.isTokenByte) else {
            return nil
        }
        self.init(checked: text)
    }

    /// The token itself: for a topic, a header, a response body; for nothing that is shown or logged.
    package var text: String { secret.text }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
}
