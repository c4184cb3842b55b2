import HubControl
import HubModel
import HubStore
import TestSupport
import Testing

@Suite struct DeviceTests {
    @Test func `a device is created, changed and deleted under its etag`() async throws {
        let fixture = try await ControlFixture()
        let (devices, owner, hub) = (fixture.control.devices, fixture.owner, fixture.hub)
        let id = try DeviceID("press-07")
        let made = try await devices.create(
            owner,
            hub,
            DeviceCreation(deviceId: id, tags: ["site": "berlin", "line": "1"])
        )
        #expect(made.status == .enabled)
        #expect(made.connectionState == .disconnected)
        #expect(try await devices.get(owner, hub, id) == made)
        fixture.clock.advance(by: .seconds(5))
        let patch = DevicePatch(status: .disabled, statusReason: .set("stolen"), tags: ["line": nil, "floor": "2"])
        let changed = try await devices.update(owner, hub, id, patch, .matching([made.etag]))
        #expect(changed.tags == ["site": "berlin", "floor": "2"])
        #expect(changed.statusReason == "stolen")
        #expect(changed.statusUpdatedTime == fixture.clock.now)
        #expect(changed.etag != made.etag)
        #expect(changed.generationId == made.generationId)
        await #expect(throws: HubError.self) { try await devices.update(owner, hub, id, patch, .matching([made.etag])) }
        let same = try await devices.update(owner, hub, id, patch, .none)
        #expect(same == changed)
        await #expect(throws: HubError.self) { try await devices.delete(owner, hub, id, .matching([made.etag])) }
        try await devices.delete(owner, hub, id, .matching([changed.etag]))
        let error = await #expect(throws: HubError.self) { try await devices.get(owner, hub, id) }
        #expect(error?.code == .deviceNotFound)
    }

    @Test func `keys are made, chosen, rotated, and stand in connection strings`() async throws {
        let fixture = try await ControlFixture()
        let (devices, owner, hub) = (fixture.control.devices, fixture.owner, fixture.hub)
        let id = try DeviceID("d")
        let chosen = Secret(bytes: [UInt8](repeating: 7, count: 32))
        let authentication = DeviceAuthenticationRequest(symmetricKey: SymmetricKeysRequest(primaryKey: chosen))
        _ = try await devices.create(owner, hub, DeviceCreation(deviceId: id, authentication: authentication))
        let keys = try await devices.keys(owner, hub, id)
        #expect(keys.primaryKey == chosen)
        #expect(keys.secondaryKey.bytes.count == 64)
        let text = try await devices.connectionString(owner, hub, id, .primary, sdk: false).connectionString
        #expect(text == "HostName=hub.devicestream.localhost:8443;DeviceId=d;SharedAccessKey=\(chosen.base64)")
        let sdk = try await devices.connectionString(owner, hub, id, .secondary, sdk: true).connectionString
        #expect(sdk == "HostName=hub.devicestream.localhost;DeviceId=d;SharedAccessKey=\(keys.secondaryKey.base64)")
        let rotated = try await devices.rotate(owner, hub, id, KeyRotation(key: .primary), .none)
        #expect(rotated.primaryKey != chosen)
        #expect(rotated.secondaryKey == keys.secondaryKey)
        let thumbprint = Thumbprints(primaryThumbprint: String(repeating: "A", count: 64))
        let certificate = DeviceAuthenticationRequest(type: .selfSigned, x509Thumbprint: thumbprint)
        _ = try await devices.update(owner, hub, id, DevicePatch(authentication: certificate), .none)
        let error = await #expect(throws: HubError.self) { try await devices.keys(owner, hub, id) }
        #expect(error?.code == .resourceNotFound)
    }

    @Test func `the limit of devices is held, in imports too`() async throws {
        let fixture = try await ControlFixture()
        let limits = try RestJSON.decode(HubLimitsPatch.self, from: Array(#"{"devices":2}"#.utf8))
        _ = try await fixture.control.hubs.update(
            fixture.owner,
            fixture.hub,
            HubPatch(properties: .init(limits: limits)),
            .none
        )
        let report = try await fixture.importDevices((0..<5).map { #"{"deviceId":"d\#($0)"}"# }.joined(separator: "\n"))
        #expect(report.created == 2)
        #expect(report.errors.map(\.code) == ["DeviceLimitReached", "DeviceLimitReached", "DeviceLimitReached"])
        let creation = DeviceCreation(deviceId: try DeviceID("x"))
        let error = await #expect(throws: HubError.self) {
            try await fixture.control.devices.create(fixture.owner, fixture.hub, creation)
        }
        #expect(error?.code == .deviceLimitReached)
        try await fixture.control.devices.delete(fixture.owner, fixture.hub, DeviceID("d0"), .none)
        _ = try await fixture.control.devices.create(fixture.owner, fixture.hub, creation)
    }

    @Test func `an import keeps the good lines, names the bad ones, and can be repeated`() async throws {
        let fixture = try await ControlFixture()
        let long = String(repeating: "x", count: DeviceImport.maximumLineBytes + 10)
        let text =
            "\u{FEFF}{\"deviceId\":\"a\"}\r\n\n{\"deviceId\":\"b\",\"colour\":1}\n{bad\n{\"deviceId\":\"\(long)\"}\n"
            + "{\"deviceId\":\"c\",\"tags\":{\"site\":\"x\"}}\n  \n{\"deviceId\":\"a\",\"status\":\"disabled\"}"
        let report = try await fixture.importDevices(text)
        #expect(report.created == 2)
        #expect(report.updated == 1)
        #expect(report.failed == 3)
        #expect(report.errors.map(\.line) == [3, 4, 5])
        #expect(report.errors.map(\.code) == ["ArgumentInvalid", "IotHubFormatError", "MessageTooLarge"])
        let devices = try await fixture.control.devices.list(fixture.owner, fixture.hub, DeviceFilter(), PageRequest())
            .value
        #expect(devices.map(\.deviceId.text) == ["a", "c"])
        let again = try await fixture.importDevices(#"{"deviceId":"a","status":"disabled"}"#)
        #expect(again.unchanged == 1)
        #expect(
            try await fixture.importDevices(#"{"deviceId":"a"}"#, mode: .create).errors.map(\.code) == [
                "DeviceAlreadyExists"
            ]
        )
        #expect(
            try await fixture.importDevices(#"{"deviceId":"z"}"#, mode: .update).errors.map(\.code) == [
                "DeviceNotFound"
            ]
        )
    }

    @Test func `an import is the same however its bytes are cut`() async throws {
        let text = Array(
            "{\"deviceId\":\"a\"}\n{\"deviceId\":\"bé\"}\n{\"deviceId\":\"c\",\"tags\":{\"é\":\"ü\"}}".utf8
        )
        for size in [1, 2, 3, 7, text.count] {
            let fixture = try await ControlFixture()
            let reader = try await fixture.control.devices.beginImport(fixture.owner, fixture.hub, mode: .create)
            for start in stride(from: 0, to: text.count, by: size) {
                try await reader.consume(text[start..<min(start + size, text.count)])
            }
            let report = try await reader.finish()
            #expect(report.created == 2)
            #expect(report.errors.map(\.line) == [2])
        }
    }

    @Test func `an export with keys is an import that changes nothing`() async throws {
        let fixture = try await ControlFixture()
        let lines = (0..<1500).map { #"{"deviceId":"d\#($0)","tags":{"n":"\#($0)"}}"# }.joined(separator: "\n")
        #expect(try await fixture.importDevices(lines).created == 1500)
        let export = try await fixture.control.devices.export(fixture.owner, fixture.hub, withKeys: true)
        var text: [UInt8] = []
        while let chunk = try await export.next() { text += chunk }
        #expect(text.count { $0 == UInt8(ascii: "\n") } == 1500)
        let report = try await fixture.importDevices(String(decoding: text, as: UTF8.self))
        #expect(report.unchanged == 1500)
    }

    @Test func `a list pages through everything once`() async throws {
        let fixture = try await ControlFixture()
        let lines = (0..<25).map { #"{"deviceId":"d\#($0)"}"# }.joined(separator: "\n")
        _ = try await fixture.importDevices(lines)
        var seen: [String] = []
        var token: String?
        repeat {
            let request = try PageRequest(top: 10, skipToken: token)
            let page = try await fixture.control.devices.list(fixture.owner, fixture.hub, DeviceFilter(), request)
            seen += page.value.map(\.deviceId.text)
            token = page.next
        } while token != nil
        #expect(seen.count == 25)
        #expect(seen == Set(seen).sorted())
        for wrong in ["%", "", "AAAA", "IC8"] {
            await #expect(throws: HubError.self) {
                let request = try PageRequest(top: 10, skipToken: wrong)
                return try await fixture.control.devices.list(fixture.owner, fixture.hub, DeviceFilter(), request)
            }
        }
        #expect(throws: HubError.self) { try PageRequest(top: 0) }
        #expect(throws: HubError.self) { try PageRequest(top: 1001) }
    }

    @Test func `hubs are created once, listed, and their names are free when they are gone`() async throws {
        let fixture = try await ControlFixture()
        let hubs = fixture.control.hubs
        let name = try HubName("Plant-1")
        let made = try await hubs.create(fixture.owner, HubCreation(name: name, tags: ["a": "b"]))
        #expect(made.properties.hostName == "plant-1.devicestream.localhost:8443")
        await #expect(throws: HubError.self) {
            try await hubs.create(fixture.owner, HubCreation(name: HubName("plant-1")))
        }
        #expect(try await hubs.list(fixture.owner, PageRequest()).value.map(\.name.text) == ["hub", "Plant-1"])
        #expect(hubs.owns(host: "plant-1.local-001.streams.devicestream.localhost"))
        try await hubs.delete(fixture.owner, name, .matching([made.etag]))
        #expect(!hubs.owns(host: "plant-1.devicestream.localhost"))
        _ = try await hubs.create(fixture.owner, HubCreation(name: name))
        let policies = try await fixture.control.policies.list(fixture.owner, name, PageRequest(top: 3))
        #expect(policies.value.map(\.name.text) == ["device", "iothubowner", "registryRead"])
        let rest = try await fixture.control.policies.list(
            fixture.owner,
            name,
            PageRequest(top: 3, skipToken: policies.next)
        )
        #expect(rest.value.map(\.name.text) == ["registryReadWrite", "service"])
        #expect(rest.next == nil)
    }
}
