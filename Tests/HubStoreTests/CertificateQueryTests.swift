import HubModel
import Testing

@testable import HubStore

struct CertificateQueryTests {
    private static func row(
        _ hub: Int64,
        _ name: String,
        _ mark: UInt8,
        isVerified: Bool = false
    ) throws
        -> CertificateRow
    {
        CertificateRow(
            hubID: hub,
            name: try CertificateName(name),
            der: [0x30, 0x00, 0xFF, mark],
            subject: "CN=\(name)",
            thumbprint: "A\(mark)",
            sha256Thumbprint: "B\(mark)",
            notAfter: Sample.now,
            isVerified: isVerified,
            verificationCode: isVerified ? nil : "C\(mark)",
            etag: "e",
            createdAt: Sample.now,
            updatedAt: Sample.now
        )
    }

    @Test func `a certificate is read as it was written, and changes as far as it may`() async throws {
        let (store, hub) = try await Sample.store()
        let first = try Self.row(hub, "a", 1)
        let second = try Self.row(hub, "B", 2, isVerified: true)
        try await store.write { (writing) throws(HubError) in
            try writing.insertCertificate(first)
            try writing.insertCertificate(second)
        }
        let (all, verified) = try await store.read { (reading) throws(HubError) in
            (try reading.certificates(hub: hub), try reading.verifiedCertificates(hub: hub))
        }
        #expect(all == [second, first])
        #expect(verified == [second])
        var changed = first
        changed.isVerified = true
        changed.verificationCode = nil
        changed.etag = "f"
        changed.updatedAt = Sample.now + .seconds(1)
        let new = changed
        try await store.write { (writing) throws(HubError) in
            try writing.updateCertificate(new)
            try writing.deleteCertificate(hub: hub, second.name)
        }
        let (read, gone) = try await store.read { (reading) throws(HubError) in
            (try reading.certificate(hub: hub, first.name), try reading.certificate(hub: hub, second.name))
        }
        #expect(read == new)
        #expect(gone == nil)
    }

    @Test func `a certificate stands once on a hub, and goes with it`() async throws {
        let (store, hub) = try await Sample.store()
        let (first, same) = (try Self.row(hub, "a", 1), try Self.row(hub, "b", 1))
        try await store.write { (writing) throws(HubError) in try writing.insertCertificate(first) }
        await #expect(throws: HubError.self) {
            try await store.write { (writing) throws(HubError) in try writing.insertCertificate(same) }
        }
        let (left, hasMore) = try await store.write { (writing) throws(HubError) in
            try writing.removeHub(hub)
            let left = try writing.certificates(hub: hub)
            _ = try writing.purgeRemovedHubs(limit: 10)
            return (left, try writing.purgeRemovedHubs(limit: 10))
        }
        #expect(left == [])
        #expect(!hasMore)
    }
}
