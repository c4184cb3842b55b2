package import Crypto
package import HubModel

/// The hub's half of stream tokens: it alone holds the private key.
package struct StreamTokenSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    package init(key: Curve25519.Signing.PrivateKey) { self.key = key }

    /// What the gateways need to check tokens.
    package var publicKey: Curve25519.Signing.PublicKey { key.publicKey }

    /// Makes the token; throws `ServerError` when the cryptographic library fails, which no input causes.
    package func sign(_ claims: StreamClaims) throws(HubError) -> StreamToken {
        StreamToken(checked: try StreamToken.signature.sign(Array(claims.payload.utf8), with: key))
    }
}
