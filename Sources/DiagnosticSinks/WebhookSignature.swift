import Crypto
import HubModel

/// The signature on a webhook's batches, as the specification "Standard Webhooks" has it: HMAC-SHA-256 over
/// `ID.TIMESTAMP.BODY`, so that neither can be changed and an old request cannot be sent again.
struct WebhookSignature: Sendable {
    private static let prefix = "whsec_"

    private let key: SymmetricKey

    /// The key is what follows `whsec_` in base64; of any other text, its bytes.
    init(secret: Secret) {
        let text = secret.text
        let encoded = text.hasPrefix(Self.prefix) ? Base64.decode(String(text.dropFirst(Self.prefix.count))) : nil
        key = SymmetricKey(data: encoded ?? secret.bytes)
    }

    /// The header fields of a request.
    func fields(id: String, at now: Timestamp, body: [UInt8]) -> [(name: String, value: String)] {
        let timestamp = String(now.seconds)
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("\(id).\(timestamp).".utf8))
        code.update(data: body)
        return [
            ("webhook-id", id), ("webhook-timestamp", timestamp),
            ("webhook-signature", "v1," + Base64.encode(Array(code.finalize()))),
        ]
    }
}
