/// Bytes that must not be shown: a key, a token, a client secret.
///
/// The description is `<redacted>` wherever it is printed or logged, and two secrets are compared in constant time.
public struct Secret: Sendable, Hashable {
    /// The secret itself.
    ///
    /// Use it only to compute, to store encrypted, or to hand it to its owner.
    public let bytes: [UInt8]

    /// A secret of any bytes.
    public init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A secret that is text, such as an API token.
    public init(text: String) {
        bytes = Array(text.utf8)
    }

    /// The bytes as UTF-8 text, for secrets that are text.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes in standard base64, the form of shared access keys.
    public var base64: String {
        Base64.encode(bytes)
    }

    /// Compares in a time that depends on the lengths alone.
    public static func == (left: Secret, right: Secret) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        var difference: UInt8 = 0
        for index in left.bytes.indices {
            difference |= left.bytes[index] ^ right.bytes[index]
        }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What may be shown.
    public var description: String { "<redacted>" }

    /// What may be shown.
    public var debugDescription: String { "<redacted>" }

    /// A mirror without children, so that no dump shows a secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
