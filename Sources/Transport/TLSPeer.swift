package import NIOCore
import NIOSSL
import Synchronization

/// What a client showed in its TLS handshake: the host name that it asked for, and its certificates.
///
/// Of the certificates TLS has proved that the client holds the key of the first, and nothing else.
package final class TLSPeer: Sendable {
    /// The most certificates that a client may show; a longer chain ends the handshake.
    ///
    /// OpenSSL follows a chain for 100 certificates, real ones have up to five; each costs whoever judges it.
    static let maximumCertificates = 10

    private struct State {
        var hasSaidHello = false
        var serverName: String?
        var certificates: [[UInt8]] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// The host name that the client indicated, in lower case; `nil` for a connection by address.
    package var serverName: String? { state.withLock { $0.serverName } }

    /// The client's certificates in DER form, its own first; empty where it showed none.
    ///
    /// A client that resumes a session shows nothing anew. The session then still knows the first certificate, which
    /// this takes from the TLS handler of `pipeline`.
    package func certificates(in pipeline: ChannelPipeline.SynchronousOperations) -> [[UInt8]] {
        let shown = state.withLock { $0.certificates }
        guard shown.isEmpty else { return shown }
        // Without a TLS handler, or a certificate that can be written, there is none.
        let known = try? pipeline.nioSSL_peerCertificate()?.toDERBytes()
        return known.map { [$0] } ?? []
    }

    /// Whether the client's hello has been read.
    var hasSaidHello: Bool { state.withLock { $0.hasSaidHello } }

    func indicated(_ name: String?) {
        state.withLock { state in
            state.hasSaidHello = true
            state.serverName = name
        }
    }

    /// Keeps what a client showed, unless it is too much.
    func showed(_ chain: [NIOSSLCertificate]) -> NIOSSLVerificationResult {
        guard chain.count <= Self.maximumCertificates else { return .failed }
        do {
            let certificates = try chain.map { try $0.toDERBytes() }
            state.withLock { $0.certificates = certificates }
            return .certificateVerified
        } catch {
            // A certificate that cannot be written again cannot be judged.
            return .failed
        }
    }
}
