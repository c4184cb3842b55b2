import Crypto
package import HubModel

/// A SAS token that somebody presented: `SharedAccessSignature sr=…&sig=…&se=…[&skn=…]`, read but not believed.
///
/// Theory of operation: parsing keeps `sr` and `se` exactly as they came, because the signature is over that text and
/// SDKs differ in what they encode and in the case of hex digits. `check` then answers with a `SASVerdict`: who should
/// have signed comes from the caller's store, what may be opened from a `SASScope`, the time as an argument.
///
/// Nothing of it is checked before `check`; `policy` only says whose keys to fetch.
package struct SharedAccessToken: Equatable, Sendable {
    /// The longest token.
    ///
    /// A host with port takes 259 bytes, two ids of 128 bytes up to 5 bytes a character in C#'s double encoding, the
    /// signature 132 with every character escaped, the policy 64.
    package static let maximumBytes = 4096
    /// The most fields: the four that are known, and room for what a later SDK adds.
    static let maximumFields = 16
    /// The most digits of `se`, which reach to the year 33658; 13 are milliseconds by mistake.
    static let maximumExpiryDigits = 12
    /// The latest expiry that is told apart: 2200-01-01T00:00:00Z.
    ///
    /// A timer that counts nanoseconds in 64 bits holds 292 years; a token for longer is one until then.
    static let latestExpiry = Timestamp(seconds: 7_258_118_400)
    /// How far the clocks of a signer and of this server may differ (PRODUCT.md section 10).
    package static let skew = Duration.seconds(300)

    /// `sr` exactly as it was sent, and signed.
    package let resource: String
    /// `skn`: the policy whose key signed; `nil` where a device's own key did.
    package let policy: PolicyName?
    /// `se`: the signer's last second, `latestExpiry` at most.
    package let expiry: Timestamp
    private let expiryText: String
    private let signature: Secret

    /// Reads the text of a password or an `Authorization` header; fields in any order.
    package init(parsing text: String) throws(SASFormatProblem) {
        guard text.utf8.count <= Self.maximumBytes else { throw .tooLong }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { throw .notVisibleASCII }
        guard let body = Self.body(of: text) else { throw .noScheme }
        var fields: [String: Substring] = [:]
        var count = 0
        for part in body.split(separator: "&", omittingEmptySubsequences: false) {
            count += 1
            guard count <= Self.maximumFields else { throw .tooManyFields }
            guard let equals = part.firstIndex(of: "=") else { throw .fieldWithoutValue }
            let name = String(part[..<equals])
            guard fields.updateValue(part[part.index(after: equals)...], forKey: name) == nil else {
                throw .fieldTwice
            }
        }
        guard let resource = fields["sr"], !resource.isEmpty else { throw .noResource }
        guard let expiry = fields["se"].flatMap(Self.expiry) else { throw .noExpiry }
        guard let signature = fields["sig"].flatMap(Self.signature) else { throw .noSignature }
        self.resource = String(resource)
        self.expiry = min(expiry.time, Self.latestExpiry)
        expiryText = expiry.text
        self.signature = signature
        // An empty one is none: the C SDK writes the field for a device, too, when it has no name for it.
        guard let name = fields["skn"], !name.isEmpty else {
            policy = nil
            return
        }
        guard let decoded = PercentCoding.decode(name), PolicyName.accepts(decoded) else { throw .badPolicyName }
        policy = PolicyName(checked: decoded)
    }

    /// When a connection that rests on this token has to end: the expiry, and the skew.
    ///
    /// The same moment from which `check` refuses it, so that what was let in is not cut off in the next instant.
    package var endsAt: Timestamp { expiry + Self.skew }

    /// Whether the token opens the scope, when it is what the signer's keys would make of it.
    ///
    /// The cheap and telling reasons come first; the signature is compared in constant time.
    package func check(for scope: SASScope, signedBy signer: SASSigner, now: Timestamp) -> SASVerdict {
        guard now < endsAt else { return .refused(.expired(at: expiry)) }
        switch signer {
        case .identity:
            guard policy == nil else { return .refused(.otherSigner) }
            guard scope.rights == [.deviceConnect] else { return .refused(.missingRight(scope.rights)) }
            guard scope.isCovered(by: resource, signedBy: .identity) else { return .refused(.otherResource) }
        case .policy(let name, let rights, _):
            guard policy == name else { return .refused(.otherSigner) }
            guard scope.isCovered(by: resource, signedBy: .policy) else { return .refused(.otherResource) }
            guard rights.contains(where: scope.rights.contains) else { return .refused(.missingRight(scope.rights)) }
        }
        if isSigned(with: signer.keys.primaryKey) { return .accepted(SASGrant(slot: .primary, endsAt: endsAt)) }
        if isSigned(with: signer.keys.secondaryKey) { return .accepted(SASGrant(slot: .secondary, endsAt: endsAt)) }
        return .refused(.wrongSignature)
    }

    /// HMAC-SHA256 over `<sr>\n<se>`.
    ///
    /// An empty key signs nothing: a record without a key would else let anybody in.
    private func isSigned(with key: Secret) -> Bool {
        guard !key.bytes.isEmpty else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            signature.bytes,
            authenticating: Array((resource + "\n" + expiryText).utf8),
            using: SymmetricKey(data: key.bytes)
        )
    }

    private static let scheme = "sharedaccesssignature"

    /// What stands behind the scheme, whose case is free in HTTP (RFC 9110 §11.1), and its spaces.
    private static func body(of text: String) -> Substring? {
        guard let space = text.firstIndex(of: " "), text[..<space].lowercased() == scheme else { return nil }
        return text[space...].drop { $0 == " " }
    }

    private static func expiry(_ text: Substring) -> (time: Timestamp, text: String)? {
        guard (1...maximumExpiryDigits).contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit),
            let seconds = Int64(text)
        else { return nil }
        return (Timestamp(seconds: seconds), String(text))
    }

    private static func signature(_ text: Substring) -> Secret? {
        guard let decoded = PercentCoding.decode(text), let bytes = Base64.decode(decoded),
            bytes.count == SHA256.byteCount
        else { return nil }
        return Secret(bytes: bytes)
    }
}
