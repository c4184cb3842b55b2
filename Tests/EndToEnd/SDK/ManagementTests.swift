import DeviceSDK
import Foundation
import ServiceSDK
import Testing

/// Typed calls of the management API.
@Suite(.timeLimit(.minutes(1))) struct ManagementTests {
    @Test func `a list is read page by page, each row once`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let lines = (0..<250).map { #"{"deviceId":"d-\#(1000 + $0)"}"# }
            #expect(try server.importDevices(lines).status == 200)
            var ids: [String] = []
            for try await device in site.owner.management.devices(SDKSite.hub) { ids.append(device.deviceId.text) }
            #expect(ids == (0..<250).map { "d-\(1000 + $0)" } + ["press-07"])
        }
    }

    @Test func `hubs, devices and policies are made, changed and gone`() async throws {
        try await TestServer.runAsync { server in
            let management = try await SDKSite(server).owner.management
            let hub = try await management.createHub(HubCreation(name: HubName("plant-2")))
            #expect(hub.name.text == "plant-2")
            let device = try await management.createDevice(hub.name, DeviceCreation(deviceId: SDKSite.press))
            #expect(device.deviceId == SDKSite.press)
            var names: [String] = []
            for try await policy in management.policies(hub.name) { names.append(policy.name.text) }
            #expect(names.contains("service"))
            let keys = try await management.rotatePolicyKey(hub.name, PolicyName("service"), .primary)
            #expect(try await management.policyKeys(hub.name, PolicyName("service")) == keys)
            try await management.deleteHub(hub.name)
            let error = await #expect(throws: ClientError.self) { _ = try await management.hub(hub.name) }
            #expect(error?.code == .hubNotFound)
            #expect(error?.trackingID != nil)
        }
    }

    @Test func `all devices are exported while they come, and imported elsewhere`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let management = site.owner.management
            // Far more than is read ahead.
            let made = (0..<8000).map { DeviceCreation(deviceId: DeviceID(checked: "d-\(10_000 + $0)")) }
            let report = try await management.importDevices(SDKSite.hub, AsyncDevices(made))
            #expect((report.created, report.failed) == (8000, 0))
            var ids: [String] = []
            for try await device in management.exportDevices(SDKSite.hub) { ids.append(device.deviceId.text) }
            #expect(ids == made.map(\.deviceId.text) + ["press-07"])
            let other = try await management.createHub(HubCreation(name: HubName("plant-2"))).name
            let again = try await management.importDevices(
                other,
                management.exportDevices(SDKSite.hub, withKeys: true)
            )
            #expect(again.created == 8001)
            let keys = try await management.deviceKeys(SDKSite.hub, SDKSite.press)
            #expect(try await management.deviceKeys(other, SDKSite.press) == keys)
            let missing = try await management.importDevices(other, AsyncDevices(made), mode: .create)
            #expect((missing.created, missing.failed) == (0, 8000))
            #expect(missing.errors.first?.line == 1)
        }
    }

    @Test func `an export that is let go of gives its connection back`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let management = site.owner.management
            let made = (0..<8000).map { DeviceCreation(deviceId: DeviceID(checked: "d-\(10_000 + $0)")) }
            _ = try await management.importDevices(SDKSite.hub, AsyncDevices(made))
            // More than there are lanes.
            for _ in 0..<40 {
                var devices = management.exportDevices(SDKSite.hub).makeAsyncIterator()
                #expect(try await devices.next()?.deviceId.text == "d-10000")
            }
            #expect(try await management.device(SDKSite.hub, SDKSite.press).deviceId == SDKSite.press)
        }
    }

    @Test func `an import or export that fails says why`() async throws {
        try await TestServer.runAsync { server in
            let management = try await SDKSite(server).owner.management
            let nowhere = try HubName("nowhere")
            let made = (0..<20_000).map { DeviceCreation(deviceId: DeviceID(checked: "d-\(10_000 + $0)")) }
            let refused = await #expect(throws: ClientError.self) {
                _ = try await management.importDevices(nowhere, AsyncDevices(made))
            }
            #expect(refused?.code == .hubNotFound)
            let missing = await #expect(throws: ClientError.self) {
                for try await _ in management.exportDevices(nowhere) {}
            }
            #expect(missing?.code == .hubNotFound)
            await #expect(throws: AsyncDevices.Broken.self) {
                _ = try await management.importDevices(SDKSite.hub, AsyncDevices(made, breaksAfter: 500))
            }
            #expect(try await management.device(SDKSite.hub, SDKSite.press).deviceId == SDKSite.press)
        }
    }

    @Test func `endpoints change, and the allowlist tells what changed`() async throws {
        try await TestServer.runAsync { server in
            let management = try await SDKSite(server).owner.management
            let before = try await management.allowlistVersion(SDKSite.hub)
            var endpoints = management.endpoints(SDKSite.hub).makeAsyncIterator()
            let first = try #require(try await endpoints.next())
            let patch = EndpointPatch(ips: ["192.0.2.7/32"], notes: .set("rack 4"))
            let changed = try await management.updateEndpoint(SDKSite.hub, id: first.id, patch)
            #expect(changed.ips == ["192.0.2.7/32"])
            #expect(changed.notes == "rack 4")
            let after = try await management.allowlistVersion(SDKSite.hub)
            #expect(after.version > before.version)
            let changes = try await management.allowlistChanges(SDKSite.hub, since: before.version)
            #expect(changes.version == after.version)
            #expect(changes.value.map(\.disposition) == [.change])
            #expect(try await management.allowlistChanges(SDKSite.hub).value.count > changes.value.count)
            let names = try await management.allowlist(SDKSite.hub, format: "names")
            #expect(names.split(separator: "\n").contains("hub.local-001.streams.devicestream.localhost"))
            let unknown = await #expect(throws: ClientError.self) {
                _ = try await management.allowlist(SDKSite.hub, format: "stone")
            }
            #expect(unknown?.code == .argumentInvalid)
        }
    }

    @Test func `a CA is registered, proved and gone`() async throws {
        try await TestServer.runAsync { server in
            let management = try await SDKSite(server).owner.management
            let files = server.files
            try Certificates.makeAuthority(files, name: "ca", subject: "Plant")
            let name = try CertificateName("plant")
            let made = try await management.createCertificate(
                SDKSite.hub,
                CertificateCreation(name: name, certificate: files.text("ca.pem"))
            )
            #expect(!made.isVerified)
            let code = try await management.generateVerificationCode(SDKSite.hub, name)
            try Certificates.makeLeaf(files, name: code, authority: "ca")
            let proof = CertificateVerification(certificate: files.text(code + ".pem"))
            #expect(try await management.verifyCertificate(SDKSite.hub, name, proof).isVerified)
            #expect(try await management.certificate(SDKSite.hub, name).subject.contains("Plant"))
            var names: [String] = []
            for try await certificate in management.certificates(SDKSite.hub) { names.append(certificate.name.text) }
            #expect(names == ["plant"])
            try await management.deleteCertificate(SDKSite.hub, name)
            let gone = await #expect(throws: ClientError.self) {
                _ = try await management.certificate(SDKSite.hub, name)
            }
            #expect(gone?.error.message.contains("plant") == true)
        }
    }

    @Test func `a device whose program uses the SDK is not asked how it reaches endpoints`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let management = site.owner.management
            try await site.serving(site.device(), { request in try await request.reject(reason: "no") }) {
                let answers = try await management.askAllowlistCoverage(SDKSite.hub, [SDKSite.press])
                #expect(answers.map(\.code) == ["DeviceNotListening"])
                #expect(answers.first?.message?.contains("no agent of this product") == true)
                var rows: [CoverageRow] = []
                for try await row in management.allowlistCoverage(SDKSite.hub) { rows.append(row) }
                // The main host, the streaming endpoint and the port of MQTT.
                #expect(rows.map(\.result) == [.notReported, .notReported, .notReported])
                #expect(rows.allSatisfy { $0.connectionState == .connected })
            }
        }
    }

    @Test func `a device that does not understand the question says so, and stays connected`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let device = try site.device()
            device.answerChecks { question in question.isEmpty ? [] : nil }
            try await site.serving(device, { request in try await request.reject(reason: "no") }) {
                for _ in 0..<2 {
                    let answers = try await site.owner.management.askAllowlistCoverage(SDKSite.hub, [SDKSite.press])
                    #expect(answers.map(\.code) == ["ResponseNotUnderstood"])
                    #expect(answers.first?.message?.contains("status 400") == true)
                }
                let shown = try await site.owner.management.device(SDKSite.hub, SDKSite.press)
                #expect(shown.connectionState == .connected)
            }
        }
    }
}

/// Devices as a program would bring them, from wherever it has them.
private struct AsyncDevices: AsyncSequence, Sendable {
    struct Broken: Error {}

    private let devices: [DeviceCreation]
    private let limit: Int

    init(_ devices: [DeviceCreation], breaksAfter limit: Int = .max) {
        self.devices = devices
        self.limit = limit
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<DeviceCreation>
        var left: Int

        mutating func next() async throws -> DeviceCreation? {
            guard left > 0 else { throw Broken() }
            left -= 1
            return rest.popFirst()
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: devices[...], left: limit) }
}
