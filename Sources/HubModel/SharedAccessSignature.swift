import Crypto

/// A SAS token as IoT Hub has it: `SharedAccessSignature sr=…&sig=…&se=…[&skn=…]`.
package enum SharedAccessSignature {
    /// Makes a token for a resource, such as `hub.example.com` or `hub.example.com/devices/press-07`.
    ///
    /// The signature is HMAC-SHA256 with the key's bytes over the encoded resource, a line feed and the expiry in
    /// seconds since 1970.
    package static func make(resource: String, key: Secret, policy: PolicyName?, expires: Timestamp) -> Secret {
        let encoded = PercentCoding.encode(resource)
        let expiry = String(expires.seconds)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array((encoded + "\n" + expiry).utf8),
            using: SymmetricKey(data: key.bytes)
        )
        var text = "SharedAccessSignature sr=" + encoded
        text += "&sig=" + PercentCoding.encode(Base64.encode(Array(code))) + "&se=" + expiry
        if let policy { text += "&skn=" + PercentCoding.encode(policy.text) }
        return Secret(text: text)
    }
}
