import Crypto

/// Entity tags that follow from the content, for resources that keep none of their own.
package enum EntityTag {
    /// The first 16 bytes of SHA-256, in URL-safe base64: equal bytes, equal tag.
    package static func of(_ bytes: [UInt8]) -> String {
        Base64.encodeURL(Array(SHA256.hash(data: bytes).prefix(16)))
    }

    /// The tag of a value's JSON.
    package static func of(_ value: some Encodable) throws(HubError) -> String {
        of(try RestJSON.encode(value))
    }
}
