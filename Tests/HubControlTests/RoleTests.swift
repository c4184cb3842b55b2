import HubControl
import HubModel
import TestSupport
import Testing

@Suite struct RoleTests {
    /// A use case, and the least role that may call it.
    struct Case: Sendable {
        let name: String
        let least: Role
        let needsKeys: Bool
        let call: @Sendable (ControlFixture, Caller) async throws -> Void

        init(
            _ name: String,
            _ least: Role,
            keys: Bool = false,
            _ call: @escaping @Sendable (ControlFixture, Caller) async throws -> Void
        ) {
            self.name = name
            self.least = least
            needsKeys = keys
            self.call = call
        }
    }

    static let cases = [
        Case("streams", .endpointsRead) { _ = try await $0.control.hubs.deviceStreams($1, $0.hub) },
        Case("allowlist", .endpointsRead) { _ = try await $0.control.allowlists.allowlist($1, $0.hub) },
        Case("version", .endpointsRead) { _ = try await $0.control.allowlists.version($1, $0.hub) },
        Case("changes", .endpointsRead) { _ = try await $0.control.allowlists.changes($1, $0.hub, since: nil) },
        Case("own token", .endpointsRead) { _ = try await $0.control.tokens.own($1) },
        Case("hubs", .reader) { _ = try await $0.control.hubs.list($1, PageRequest()) },
        Case("hub", .reader) { _ = try await $0.control.hubs.get($1, $0.hub) },
        Case("endpoints", .reader) { _ = try await $0.control.endpoints.list($1, $0.hub, state: nil, PageRequest()) },
        Case("policies", .reader) { _ = try await $0.control.policies.list($1, $0.hub, PageRequest()) },
        Case("certificates", .reader) { _ = try await $0.control.certificates.list($1, $0.hub, PageRequest()) },
        Case("certificate", .reader) { _ = try await $0.control.certificates.get($1, $0.hub, CertificateName("ca")) },
        Case("create certificate", .owner) {
            let creation = CertificateCreation(name: try CertificateName("b"), certificate: try TestAuthority("b").pem)
            _ = try await $0.control.certificates.create($1, $0.hub, creation)
        },
        Case("verification code", .owner) {
            _ = try await $0.control.certificates.generateVerificationCode($1, $0.hub, CertificateName("ca"), .none)
        },
        Case("delete certificate", .owner) {
            try await $0.control.certificates.delete($1, $0.hub, CertificateName("ca"), .none)
        },
        Case("devices", .reader) { _ = try await $0.control.devices.list($1, $0.hub, DeviceFilter(), PageRequest()) },
        Case("device", .reader) { _ = try await $0.control.devices.get($1, $0.hub, DeviceID("d")) },
        Case("export", .reader) { _ = try await $0.control.devices.export($1, $0.hub, withKeys: false) },
        Case("export keys", .reader, keys: true) {
            _ = try await $0.control.devices.export($1, $0.hub, withKeys: true)
        },
        Case("device keys", .reader, keys: true) { _ = try await $0.control.devices.keys($1, $0.hub, DeviceID("d")) },
        Case("policy keys", .reader, keys: true) {
            _ = try await $0.control.policies.keys($1, $0.hub, PolicyName("service"))
        },
        Case("update device", .operator) {
            _ = try await $0.control.devices.update($1, $0.hub, DeviceID("d"), DevicePatch(status: .disabled), .none)
        },
        Case("import", .operator) { _ = try await $0.control.devices.beginImport($1, $0.hub, mode: .create) },
        Case("rotate device key", .operator, keys: true) {
            _ = try await $0.control.devices.rotate($1, $0.hub, DeviceID("d"), KeyRotation(key: .primary), .none)
        },
        Case("rotate policy key", .owner, keys: true) {
            let rotation = KeyRotation(key: .secondary)
            _ = try await $0.control.policies.rotate($1, $0.hub, PolicyName("service"), rotation, .none)
        },
        Case("update hub", .owner) { _ = try await $0.control.hubs.update($1, $0.hub, HubPatch(), .none) },
        Case("add endpoint", .owner) {
            _ = try await $0.control.endpoints.add(
                $1,
                $0.hub,
                EndpointCreation(stamp: RegionStamp("x-\($1.tokenID.text.prefix(8))"))
            )
        },
        Case("tokens", .owner) { _ = try await $0.control.tokens.list($1, PageRequest()) },
        Case("delete device", .operator) { try await $0.control.devices.delete($1, $0.hub, DeviceID("d"), .none) },
        Case("delete hub", .owner) { try await $0.control.hubs.delete($1, $0.hub, .none) },
    ]

    @Test(arguments: Role.allCases, [true, false])
    func `each role may do what it may, and nothing else`(role: Role, keys: Bool) async throws {
        for useCase in Self.cases {
            let fixture = try await ControlFixture()
            _ = try await fixture.importDevices(#"{"deviceId":"d"}"#)
            let authority = CertificateCreation(
                name: try CertificateName("ca"),
                certificate: try TestAuthority("ca").pem
            )
            _ = try await fixture.control.certificates.create(fixture.owner, fixture.hub, authority)
            let caller = try await fixture.caller(role, rights: keys ? [.keys] : [])
            let allowed = role >= useCase.least && (keys || !useCase.needsKeys)
            do {
                try await useCase.call(fixture, caller)
                #expect(allowed, "\(role) did: \(useCase.name)")
            } catch let error as HubError {
                #expect(!allowed, "\(role) could not: \(useCase.name): \(error.message)")
                #expect(error.code == .forbidden, "\(useCase.name)")
            }
        }
    }

    @Test func `a hub outside the scope is as one that does not exist`() async throws {
        let fixture = try await ControlFixture()
        let other = try HubName("other")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: other))
        let caller = try await fixture.caller(.owner, hubs: [other])
        for useCase in Self.cases
        where useCase.name != "tokens" && useCase.name != "own token" && useCase.name != "hubs" {
            do {
                try await useCase.call(fixture, caller)
                Issue.record("could: \(useCase.name)")
            } catch let error as HubError {
                #expect(error.code == .hubNotFound, "\(useCase.name)")
                #expect(error.message == "There is no hub 'hub' here.")
            }
        }
        #expect(try await fixture.control.hubs.list(caller, PageRequest()).value.map(\.name) == [other])
        let creation = HubCreation(name: try HubName("third"))
        let error = await #expect(throws: HubError.self) { try await fixture.control.hubs.create(caller, creation) }
        #expect(error?.code == .forbidden)
    }

    @Test func `choosing a key needs the right to keys`() async throws {
        let fixture = try await ControlFixture()
        let caller = try await fixture.caller(.operator)
        let keys = SymmetricKeysRequest(primaryKey: Secret(bytes: [UInt8](repeating: 7, count: 32)))
        let creation = DeviceCreation(
            deviceId: try DeviceID("d"),
            authentication: DeviceAuthenticationRequest(symmetricKey: keys)
        )
        let error = await #expect(throws: HubError.self) {
            try await fixture.control.devices.create(caller, fixture.hub, creation)
        }
        #expect(error?.code == .forbidden)
        let reader = try await fixture.control.devices.beginImport(caller, fixture.hub, mode: .create)
        try await reader.consume(RestJSON.encode(creation))
        let report = try await reader.finish()
        #expect(report.errors.map(\.code) == ["Forbidden"])
        #expect(report.created == 0)
    }
}
