import HubModel

/// The id of a stream token (`jti`, RFC 7519 §4.1.7): 16 random bytes in URL-safe base64.
package struct StreamTokenID: Hashable, Sendable {
    /// 128 random bits: no two tokens ever share an id.
    package static let byteCount = 16

    package let text: String

    /// Takes the random bytes; `nil` when there are not 16.
    package init?(random bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        text = Base64.encodeURL(bytes)
    }

    /// Reads the id; `nil` when it is not the base64 of 16 bytes.
    package init?(text: String) {
        guard Base64.decodeURL(text)?.count == Self.byteCount else { return nil }
        self.text = text
    }
}
