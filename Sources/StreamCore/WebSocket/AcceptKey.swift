import Crypto
import HubModel

/// `Sec-WebSocket-Key` and the answer to it (RFC 6455 §1.3).
enum AcceptKey {
    /// The bytes of a request key before base64 (RFC 6455 §4.1).
    static let nonceBytes = 16

    /// What every server appends to the key.
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The value of `Sec-WebSocket-Accept` for a request key.
    static func answer(to key: String) -> String {
        Base64.encode(Array(Insecure.SHA1.hash(data: Array((key + suffix).utf8))))
    }

    /// Whether it is 16 bytes in base64.
    static func isKey(_ text: String) -> Bool {
        text.utf8.count == 24 && Base64.decode(text)?.count == nonceBytes
    }
}
