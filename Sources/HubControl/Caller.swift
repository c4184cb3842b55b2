package import HubModel
import HubStore

/// Who asks: an API token, as far as rights go.
package struct Caller: Equatable, Sendable {
    package let tokenID: TokenID
    package let name: String
    package let role: Role
    package let rights: Set<TokenRight>
    /// The hubs it may see; `nil` for all.
    package let hubs: Set<HubName>?
    package let expiresAt: Timestamp?
    /// The session by which the token is used; `nil` where the token itself was shown.
    var session: SessionKey?

    package init(
        tokenID: TokenID,
        name: String,
        role: Role,
        rights: Set<TokenRight>,
        hubs: Set<HubName>?,
        expiresAt: Timestamp?
    ) {
        self.tokenID = tokenID
        self.name = name
        self.role = role
        self.rights = rights
        self.hubs = hubs
        self.expiresAt = expiresAt
    }

    init(_ row: TokenRow) {
        self.init(
            tokenID: row.id,
            name: row.name,
            role: row.role,
            rights: Set(row.rights),
            hubs: row.hubs.map(Set.init),
            expiresAt: row.expiresAt
        )
    }

    /// Somebody without a token, where the server lets such callers read what firewalls need.
    static let anonymous = Caller(
        tokenID: TokenID(checked: "anonymous"),
        name: "anonymous",
        role: .endpointsRead,
        rights: [],
        hubs: nil,
        expiresAt: nil
    )

    /// Throws `Forbidden` unless the role allows at least what `role` does.
    ///
    /// A caller without a token is asked for one: `IotHubUnauthorized`.
    func require(_ role: Role) throws(HubError) {
        guard self.role >= role else {
            if self == .anonymous { throw .noToken }
            throw HubError(
                .forbidden,
                "This needs the role '\(role.rawValue)'; the token '\(tokenID)' has the role '\(self.role.rawValue)'."
            )
        }
    }

    /// Throws `Forbidden` unless the token has the right.
    func require(_ right: TokenRight) throws(HubError) {
        guard rights.contains(right) else {
            throw HubError(
                .forbidden,
                "This needs the right '\(right.rawValue)', which the token '\(tokenID)' has not.",
                hint: "Use a token with that right; owners have it unless their token says otherwise."
            )
        }
    }

    /// Throws `HubNotFound` for a hub outside the token's scope, as for one that does not exist.
    func require(sees hub: HubName) throws(HubError) {
        guard hubs?.contains(hub) ?? true else { throw .noHub(hub) }
    }

    /// Throws unless the token is good for the hub and its role allows at least what `role` does.
    ///
    /// Only a reader learns whether there is such a hub, and one that may not see it learns no more than that.
    func require(_ role: Role, in hub: HubName) throws(HubError) {
        try require(.reader)
        try require(sees: hub)
        try require(role)
    }

    /// Throws `Forbidden` unless the token is good for all hubs.
    func requireAllHubs() throws(HubError) {
        guard hubs == nil else {
            throw HubError(.forbidden, "This needs a token for all hubs; the token '\(tokenID)' is for some only.")
        }
    }
}

extension HubError {
    /// The error for a request that needs a token and carries none.
    static var noToken: HubError {
        HubError(.unauthorized, "The request carries no API token.", target: "Authorization")
    }

    /// The error for a hub that is not there, or that the caller may not see.
    static func noHub(_ name: HubName) -> HubError {
        HubError(.hubNotFound, "There is no hub '\(name)' here.", target: "hub")
    }
}
