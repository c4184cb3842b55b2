package import Crypto
package import HubModel

/// Why a gateway does not take a stream token.
///
/// For its log and its metrics: the peer hears 401 and nothing more.
package enum StreamTokenError: Error, Equatable, Sendable {
    /// Not three parts of the right form, too long, or with another header.
    case malformed
    /// Not signed by the hub's key.
    case badSignature
    /// Signed, but its claims are not of the form that this version writes.
    case unknownClaims
    case expired
    /// Good for longer than any handshake takes, so remembering used ones would have no bound.
    case expiresTooLate
    /// For another gateway.
    case wrongGateway
    /// For another run of this gateway.
    case wrongStart
    /// For another hub than the path names.
    case wrongHub
    /// For another stream than the path names.
    case wrongStream
    /// For the other side.
    case wrongSide
}

/// The gateway's half of stream tokens: the public key, and which gateway this is.
package struct StreamTokenVerifier: Sendable {
    /// How far the clock of the hub may be ahead of the gateway's.
    package static let allowedSkew = Duration.seconds(60)

    /// The most by which an expiry may lie ahead: a whole handshake and the skew.
    static let maximumLifetime = StreamTimeouts.handshake + allowedSkew + .seconds(1)

    private let key: Curve25519.Signing.PublicKey
    private let gateway: GatewayInstance

    package init(key: Curve25519.Signing.PublicKey, gateway: GatewayInstance) {
        self.key = key
        self.gateway = gateway
    }

    /// Checks the token that came with a request for the path; nothing in it is read before its signature holds.
    ///
    /// Single use is the matter of `StreamPairing`.
    package func verify(
        _ token: String,
        for path: BridgePath,
        now: Timestamp
    ) throws(StreamTokenError) -> StreamClaims {
        let claims = try signedClaims(token)
        guard claims.gateway.id == gateway.id else { throw .wrongGateway }
        guard claims.gateway.started == gateway.started else { throw .wrongStart }
        guard claims.expires > now else { throw .expired }
        guard claims.expires <= now + Self.maximumLifetime else { throw .expiresTooLate }
        guard claims.hub == path.hub else { throw .wrongHub }
        guard claims.stream == path.stream else { throw .wrongStream }
        guard claims.side == path.side else { throw .wrongSide }
        return claims
    }

    private func signedClaims(_ token: String) throws(StreamTokenError) -> StreamClaims {
        guard let token = StreamToken(token) else { throw .malformed }
        guard let parts = StreamToken.signature.parts(of: token.text) else { throw .malformed }
        guard let payload = StreamToken.signature.payload(of: parts, signedBy: key) else { throw .badSignature }
        guard let claims = StreamClaims(payload: payload) else { throw .unknownClaims }
        return claims
    }
}
