package import HubModel
import HubStore
import X509

extension CertificateDirectory {
    /// At most this many certificates of a device are looked at, its own among them: a CA in its own building, one
    /// above it and a root are four, and what is more is work that a stranger makes.
    static let maximumChain = 8

    /// The CA of this hub that stands behind a device's certificate; `nil` where there is none.
    ///
    /// Only CAs whose key somebody has proved to possess count, and only those of this hub. The leaf's common name must
    /// be the device's id. That the device holds the leaf's key is for TLS to prove.
    ///
    /// The chain is in DER form: the device's own certificate first, those between in any order. `hub` is the id of the
    /// hub's row.
    package func authority(
        issuing chain: [[UInt8]],
        for device: DeviceID,
        hub: Int64
    ) async throws(HubError) -> CertificateName? {
        guard (1...Self.maximumChain).contains(chain.count), let first = chain.first,
            let leaf = ClientCertificate(der: first), leaf.isNamed(device.text)
        else { return nil }
        let now = hubs.world.now
        let rows = try await hubs.store.read { (reading) throws(HubError) in
            try reading.verifiedCertificates(hub: hub)
        }
        var roots: [(name: CertificateName, certificate: Certificate)] = []
        for row in rows {
            guard let root = ClientCertificate(der: row.der) else {
                throw HubError(
                    .serverError,
                    "The server could not read what it has stored.",
                    detail: "damaged: certificate '\(row.name)'"
                )
            }
            roots.append((row.name, root.certificate))
        }
        guard !roots.isEmpty else { return nil }
        var verifier = Verifier(rootCertificates: CertificateStore(roots.map(\.certificate))) {
            DeviceChainPolicy(at: now)
        }
        let between = CertificateStore(Self.usable(Array(chain.dropFirst()), at: now))
        switch await verifier.validate(leaf: leaf.certificate, intermediates: between) {
        case .validCertificate(let path):
            return roots.first { $0.certificate == path.root }?.name
        case .couldNotValidate:
            return nil
        }
    }

    /// The certificates that may stand between, each name and key once.
    ///
    /// With one key in many certificates of one name, each could be the issuer of each, and a stranger's few
    /// certificates would make a search of all their orders. So every certificate has one issuer at most.
    static func usable(_ chain: [[UInt8]], at now: Timestamp) -> [Certificate] {
        struct Issuer: Hashable {
            let name: DistinguishedName
            let key: Certificate.PublicKey
        }
        var known: Set<Issuer> = []
        var certificates: [Certificate] = []
        for der in chain {
            guard let found = ClientCertificate(der: der), found.isValid(at: now), found.certificate.isAuthority,
                known.insert(Issuer(name: found.certificate.subject, key: found.certificate.publicKey)).inserted
            else { continue }
            certificates.append(found.certificate)
        }
        return certificates
    }
}
