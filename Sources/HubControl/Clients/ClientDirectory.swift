package import HubModel
import HubStore
import Logging

/// The sign-in of API clients, and the access tokens that they get.
package struct ClientDirectory: Sendable {
    let store: HubStore
    let access: AccessControl
    package let tokens: AccessTokens
    let world: World
    let logger: Logger

    /// An access token and how long it is good.
    package struct Grant: Sendable {
        package let token: Secret
        package let lifetime: Duration
    }

    /// Takes a client's id and secret (RFC 6749 §4.4) for an access token, which never outlives the client.
    ///
    /// Throws `IotHubUnauthorizedAccess` where they do not fit or the client has ended, and `ThrottlingException` when
    /// that comes again and again. Which of id and secret was wrong, nobody hears.
    package func signIn(
        id: String,
        secret: Secret,
        for audience: AccessAudience,
        issuer: String,
        address: String
    ) async throws(HubError) -> Grant {
        let now = world.now
        let identity = AccessControl.digest(of: "client " + id)
        let found = try await store.read { (reading) throws(HubError) in
            TokenID.accepts(id) ? try reading.client(TokenID(checked: id)) : nil
        }
        guard let found, Secret(bytes: found.digest) == Secret(bytes: AccessControl.digest(of: secret.text)) else {
            throw access.refusal(
                identity,
                address,
                now,
                "The client's id or secret is not one of this server, or was revoked."
            )
        }
        if let end = found.row.expiresAt, end <= now {
            throw access.refusal(identity, address, now, "The client expired at \(end).")
        }
        let end = min(now + AccessTokens.lifetime, found.row.expiresAt ?? Timestamp(milliseconds: .max))
        let token = try tokens.issue(found.row.id, audience, issuer: issuer, from: now, to: end)
        logger.info(
            "client signed in",
            metadata: [
                "token.id": "\(found.row.id)", "audience": "\(audience.rawValue)",
                "peer.address": "\(VisibleText.show(address, limit: 64))",
            ]
        )
        return Grant(token: token, lifetime: end - now)
    }

    /// The rights of the client that an access token was made for.
    ///
    /// Throws `IotHubUnauthorized` where there is none, and `IotHubUnauthorizedAccess` for one that is for something
    /// else, has expired, or whose client has ended.
    package func authenticate(
        accessToken: String?,
        for audience: AccessAudience
    ) async throws(HubError) -> Caller {
        guard let accessToken else {
            throw HubError(.unauthorized, "The request carries no access token.", target: "Authorization")
        }
        let now = world.now
        let id = try tokens.client(of: accessToken, for: audience, now: now)
        let found = try await store.read { (reading) throws(HubError) in try reading.client(id) }
        guard let row = found?.row else {
            throw HubError(.unauthorizedAccess, "The client '\(id)' of the access token was revoked.")
        }
        if let end = row.expiresAt, end <= now {
            throw HubError(.unauthorizedAccess, "The client '\(id)' of the access token expired at \(end).")
        }
        return Caller(row)
    }
}
