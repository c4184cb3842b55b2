import HubControl
import HubModel
import NIOCore

/// The form that a client sends for an access token (RFC 6749 §4.4.2).
struct LoginForm {
    static let grantType = "grant_type"
    static let scope = "scope"

    let clientID: String
    let clientSecret: Secret
    private let requestedScope: String

    /// Reads the form; throws `ArgumentInvalid` for what is missing, there twice, or another grant.
    init(_ document: ByteBuffer) throws(HubError) {
        var fields: [String: String] = [:]
        for piece in document.readableBytesView.split(separator: UInt8(ascii: "&")) {
            let parts = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0]), let value = Self.decode(parts.count > 1 ? parts[1] : []) else {
                throw HubError(.ioTHubFormatError, "The form holds a '%' that is no escape, or text that is not UTF-8.")
            }
            guard fields.updateValue(value, forKey: name) == nil else {
                throw HubError(.argumentInvalid, "A field of the form is there twice.")
            }
        }
        func need(_ name: String) throws(HubError) -> String {
            guard let value = fields[name], !value.isEmpty else {
                throw HubError(.argumentInvalid, "The form has no field '\(name)'.")
            }
            return value
        }
        let grant = try need(Self.grantType)
        guard grant == "client_credentials" else {
            throw HubError(
                .argumentInvalid,
                "The grant '\(VisibleText.show(grant, limit: 64))' is not possible here; this is: client_credentials.",
                target: Self.grantType
            )
        }
        clientID = try need("client_id")
        clientSecret = Secret(text: try need("client_secret"))
        // ADFS's clients name a resource where others name a scope.
        if let resource = fields["resource"] {
            requestedScope = resource
        } else {
            requestedScope = try need(Self.scope)
        }
    }

    /// Scopes that say what comes back, not what for.
    private static let reserved: Set<Substring> = ["openid", "profile", "offline_access"]

    /// What the token is asked for.
    func audience(_ naming: HostNaming) throws(HubError) -> AccessAudience {
        let scopes = requestedScope.split(separator: " ").filter { !Self.reserved.contains($0) }
        guard scopes.count == 1, let audience = AccessAudience(scope: String(scopes[0]), naming) else {
            throw HubError(
                .argumentInvalid,
                "The scope '\(VisibleText.show(requestedScope, limit: 200))' is not one of this server: "
                    + "\(naming.managementURL)/.default, "
                    + AccessAudience.allCases.map { $0.rawValue + "/.default" }.joined(separator: ", ") + ".",
                target: Self.scope
            )
        }
        return audience
    }

    /// A `+` is a space (HTML, application/x-www-form-urlencoded).
    private static func decode(_ bytes: some Collection<UInt8>) -> String? {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(validating: spaced, as: UTF8.self).flatMap { PercentCoding.decode($0) }
    }
}
