import Crypto
import HubModel
import HubStore
import StreamCore

/// Access tokens of API clients: compact JWTs (RFC 7519), signed with Ed25519, for one audience and a short time.
///
/// To their holders they are opaque. What a client may do is not in them: it is looked up with each request, so that
/// revoking a client ends its access tokens, too.
package struct AccessTokens: Sendable {
    /// As long as Azure's.
    package static let lifetime = Duration.seconds(3600)
    /// Longer than any that is made here.
    private static let maximumBytes = 2048

    private let key: Curve25519.Signing.PrivateKey
    private let tenancy: Tenancy

    /// The key follows from the master key: it is stored nowhere, and tokens outlive a restart.
    init(_ store: HubStore, tenancy: Tenancy) throws(HubError) {
        do {
            let seed = store.secret(for: "azure access tokens", count: 32).bytes
            key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        } catch {
            throw HubError(.serverError, "The key of access tokens could not be made.", detail: "\(error)")
        }
        self.tenancy = tenancy
    }

    /// What others can check tokens with: 32 bytes (RFC 8032 §5.1.5).
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// Makes a token for a client.
    func issue(
        _ client: TokenID,
        _ audience: AccessAudience,
        issuer: String,
        from: Timestamp,
        to: Timestamp
    )
        throws(HubError) -> Secret
    {
        let claims = AccessClaims(
            aud: audience.rawValue,
            iss: issuer,
            iat: from.seconds,
            nbf: from.seconds,
            exp: to.seconds,
            sub: client.text,
            appid: client.text,
            tid: tenancy.tenantID,
            ver: "1.0"
        )
        return Secret(text: try CompactSignature.accessToken.sign(RestJSON.encode(claims), with: key))
    }

    /// The client that a token was made for; throws `IotHubUnauthorizedAccess` for any that is not good now.
    ///
    /// Nothing in a token is read before its signature holds, and its header never is.
    func client(of token: String, for audience: AccessAudience, now: Timestamp) throws(HubError) -> TokenID {
        // Whatever is wrong with a payload that was signed, this version did not write it.
        guard token.utf8.count <= Self.maximumBytes,
            let payload = CompactSignature.accessToken.payload(of: token, signedBy: key.publicKey),
            let claims = try? RestJSON.decode(AccessClaims.self, from: payload), TokenID.accepts(claims.sub),
            claims.tid == tenancy.tenantID
        else { throw HubError(.unauthorizedAccess, "The access token is not one of this server.") }
        guard claims.aud == audience.rawValue else {
            throw HubError(
                .unauthorizedAccess,
                "The access token is for '\(VisibleText.show(claims.aud, limit: 100))'; this takes those for "
                    + "'\(audience.rawValue)'."
            )
        }
        guard Timestamp(seconds: claims.exp) > now else {
            throw HubError(.unauthorizedAccess, "The access token expired at \(Timestamp(seconds: claims.exp)).")
        }
        return TokenID(checked: claims.sub)
    }
}

/// What an access token says.
private struct AccessClaims: Codable {
    let aud: String
    let iss: String
    let iat: Int64
    let nbf: Int64
    let exp: Int64
    let sub: String
    /// The client again, under the name that Azure's clients show in their logs.
    let appid: String
    let tid: String
    let ver: String
}

extension CompactSignature {
    /// `{"alg":"EdDSA","typ":"at+jwt"}` (RFC 9068 §2.1).
    static let accessToken = CompactSignature(header: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9")
}
