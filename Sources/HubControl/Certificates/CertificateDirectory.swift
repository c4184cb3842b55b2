package import HubModel
import HubStore
import Logging

/// The CAs whose devices a hub lets in.
package struct CertificateDirectory: Sendable {
    let hubs: HubDirectory

    /// At most this many certificates on one hub, because a device's chain is compared with all of them.
    static let maximumCount = 100
    /// 256 bits; in hexadecimal digits as many characters as a common name may have (RFC 5280 A.1, `ub-common-name`).
    static let codeBytes = 32

    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<CertificateResource> {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let rows = try await hubs.store.read { (reading) throws(HubError) in try reading.certificates(hub: id) }
        return try ListPage(of: rows.map(\.resource), page) { $0.name.text }
    }

    package func get(
        _ caller: Caller,
        _ hub: HubName,
        _ name: CertificateName
    ) async throws(HubError) -> CertificateResource {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        return try await hubs.store.read { (reading) throws(HubError) in
            try Self.row(reading.certificate(hub: id, name), name, hub).resource
        }
    }

    /// Registers the certificate of a CA; it opens nothing before `verify`.
    package func create(
        _ caller: Caller,
        _ hub: HubName,
        _ creation: CertificateCreation
    ) async throws(HubError) -> CertificateResource {
        try caller.require(.owner, in: hub)
        let found = try CertificateText.read(creation.certificate)
        let now = hubs.world.now
        try CertificateProof.checkAuthority(found, at: now)
        let etag = hubs.world.newETag()
        let resource = try await hubs.store.write { (writing) throws(HubError) in
            let row = CertificateRow(
                hubID: try writing.existingHub(hub).id,
                name: creation.name,
                der: found.der,
                subject: found.subject,
                thumbprint: found.thumbprint,
                sha256Thumbprint: found.sha256Thumbprint,
                notAfter: found.validUntil,
                etag: etag,
                createdAt: now,
                updatedAt: now
            )
            try Self.requirePlace(for: row, among: writing.certificates(hub: row.hubID), hub)
            try writing.insertCertificate(row)
            return row.resource
        }
        log("certificate registered", caller, hub, creation.name)
        return resource
    }

    package func delete(
        _ caller: Caller,
        _ hub: HubName,
        _ name: CertificateName,
        _ precondition: Precondition
    ) async throws(HubError) {
        try caller.require(.owner, in: hub)
        try await hubs.store.write { (writing) throws(HubError) in
            let id = try writing.existingHub(hub).id
            try precondition.check(Self.row(writing.certificate(hub: id, name), name, hub).etag)
            try writing.deleteCertificate(hub: id, name)
        }
        log("certificate deleted", caller, hub, name)
        hubs.revocations.publish(.authority(hub, name))
    }

    /// Makes the code that the next verification must hold; one made before is worth nothing any more.
    package func generateVerificationCode(
        _ caller: Caller,
        _ hub: HubName,
        _ name: CertificateName,
        _ precondition: Precondition
    ) async throws(HubError) -> VerificationCode {
        try caller.require(.owner, in: hub)
        let code = Base16.encode(hubs.world.randomBytes(Self.codeBytes), uppercase: true)
        _ = try await change(hub, name, precondition) { row in row.verificationCode = code }
        log("certificate verification code made", caller, hub, name)
        return VerificationCode(verificationCode: code)
    }

    /// Takes the proof that somebody has the CA's key: a certificate for the verification code, signed by that key.
    package func verify(
        _ caller: Caller,
        _ hub: HubName,
        _ name: CertificateName,
        _ verification: CertificateVerification,
        _ precondition: Precondition
    ) async throws(HubError) -> CertificateResource {
        try caller.require(.owner, in: hub)
        let proof = CertificateProof(certificate: try CertificateText.read(verification.certificate))
        let now = hubs.world.now
        let resource = try await change(hub, name, precondition) { (row) throws(HubError) in
            try proof.check(row, at: now)
            row.isVerified = true
            row.verificationCode = nil
        }
        log("certificate verified", caller, hub, name)
        return resource
    }

    private func change(
        _ hub: HubName,
        _ name: CertificateName,
        _ precondition: Precondition,
        _ change: @escaping @Sendable (inout CertificateRow) throws(HubError) -> Void
    ) async throws(HubError) -> CertificateResource {
        let now = hubs.world.now
        let etag = hubs.world.newETag()
        return try await hubs.store.write { (writing) throws(HubError) in
            let id = try writing.existingHub(hub).id
            var row = try Self.row(writing.certificate(hub: id, name), name, hub)
            try precondition.check(row.etag)
            try change(&row)
            row.etag = etag
            row.updatedAt = now
            try writing.updateCertificate(row)
            return row.resource
        }
    }

    private static func row(
        _ row: CertificateRow?,
        _ name: CertificateName,
        _ hub: HubName
    ) throws(HubError) -> CertificateRow {
        guard let row else {
            throw HubError(
                .resourceNotFound,
                "The hub '\(hub)' has no certificate '\(name)'.",
                target: "name",
                hint: "List the certificates with: devicestream certificate list --name \(hub)"
            )
        }
        return row
    }

    private static func requirePlace(
        for row: CertificateRow,
        among present: [CertificateRow],
        _ hub: HubName
    ) throws(HubError) {
        guard !present.contains(where: { $0.name == row.name }) else {
            throw HubError(
                .resourceConflict,
                "The hub '\(hub)' has a certificate '\(row.name)' already.",
                target: "name",
                hint: "Register it under another name, or delete the old one first."
            )
        }
        if let same = present.first(where: { $0.sha256Thumbprint == row.sha256Thumbprint }) {
            throw HubError(
                .resourceConflict,
                "The hub '\(hub)' has this certificate already, under the name '\(same.name)'.",
                target: "certificate"
            )
        }
        guard present.count < maximumCount else {
            throw HubError(
                .resourceConflict,
                "The hub '\(hub)' has \(present.count) certificates, and no hub has more.",
                target: "certificate",
                hint: "Delete one that is not needed any more."
            )
        }
    }

    private func log(_ message: String, _ caller: Caller, _ hub: HubName, _ name: CertificateName) {
        hubs.logger.notice(
            "\(message)",
            metadata: ["hub.id": "\(hub)", "certificate.name": "\(name)", "token.id": "\(caller.tokenID)"]
        )
    }
}

extension CertificateRow {
    fileprivate var resource: CertificateResource {
        CertificateResource(
            name: name,
            subject: subject,
            thumbprint: thumbprint,
            sha256Thumbprint: sha256Thumbprint,
            expiry: notAfter,
            isVerified: isVerified,
            etag: etag,
            createdAt: createdAt,
            updatedAt: updatedAt
        )
    }
}
