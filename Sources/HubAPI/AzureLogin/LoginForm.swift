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
        let fields = try FormFields(document)
        let grant = try fields.need(Self.grantType)
        guard grant == "client_credentials" else {
            throw HubError(
                .argumentInvalid,
                "The grant '\(VisibleText.show(grant, limit: 64))' is not possible here; this is: client_credentials.",
                target: Self.grantType
            )
        }
        clientID = try fields.need("client_id")
        clientSecret = Secret(text: try fields.need("client_secret"))
        // ADFS's clients name a resource where others name a scope.
        if let resource = fields["resource"] {
            requestedScope = resource
        } else {
            requestedScope = try fields.need(Self.scope)
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
}
