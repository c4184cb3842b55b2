import Crypto
import HubModel

/// Signs any text as `sr`, for the forms that only other people's SDKs write.
enum SASSigning {
    static func signature(of resource: String, expires: Timestamp, key: Secret) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(resource)\n\(expires.seconds)".utf8),
            using: SymmetricKey(data: key.bytes)
        )
        return Base64.encode(Array(code))
    }
}
