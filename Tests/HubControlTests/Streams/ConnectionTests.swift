import Crypto
import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

@Suite struct ConnectionTests {
    private func code(
        _ fixture: ControlFixture,
        _ login: DeviceLogin,
        _ wire: WiredDevice = WiredDevice()
    ) async -> ErrorCode? {
        do throws(HubError) {
            _ = try await fixture.control.connections.connect(login, link: wire.link)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `either key of the device lets it in, and it is connected at once`() async throws {
        let fixture = try await ControlFixture()
        let connection = try await fixture.connected("press-07", WiredDevice())
        #expect(connection.identity == DeviceIdentity(try DeviceID("press-07")))
        let seen = try await fixture.control.devices.get(fixture.owner, fixture.hub, DeviceID("press-07"))
        #expect(seen.connectionState == .connected)
        #expect(seen.connection?.address == "192.0.2.7")
        #expect(seen.connection?.transport == .mqtt)
        let secondary = try await fixture.control.devices.keys(fixture.owner, fixture.hub, DeviceID("press-07"))
            .secondaryKey
        let login = try await fixture.login("press-07", key: secondary)
        #expect(await code(fixture, login) == nil)
    }

    @Test func `the store learns who is connected, and forgets it at the next start`() async throws {
        let fixture = try await ControlFixture()
        let connection = try await fixture.connected("d", WiredDevice())
        await fixture.control.connections.writeStates()
        let connected = DeviceFilter(connectionState: .connected)
        func ids(_ control: ControlPlane) async throws -> [String] {
            try await control.devices.list(fixture.owner, fixture.hub, connected, PageRequest()).value.map(
                \.deviceId.text
            )
        }
        #expect(try await ids(fixture.control) == ["d"])
        let next = try ControlFixture.control(fixture.store, fixture.clock, domain: "devicestream.localhost")
        try await next.start()
        #expect(try await ids(next) == [])
        fixture.control.connections.closed(connection.id, reason: .disconnected)
        let seen = try await fixture.control.devices.get(fixture.owner, fixture.hub, DeviceID("d"))
        #expect(seen.connectionState == .disconnected)
        #expect(seen.connection == nil)
        #expect(seen.lastActivityTime != nil)
    }

    @Test func `the key of another device, of another hub, or no key lets nobody in`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("a")
        try await fixture.make("b")
        let other = try HubName("other")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: other))
        _ = try await fixture.control.devices.create(fixture.owner, other, DeviceCreation(deviceId: DeviceID("a")))
        let foreign = try await fixture.control.devices.keys(fixture.owner, other, DeviceID("a")).primaryKey
        let ofB = try await fixture.primaryKey("b")
        let wrong = [
            try await fixture.login("a", key: ofB),
            try await fixture.login("a", key: ofB, resource: "hub.devicestream.localhost/devices/b"),
            try await fixture.login("a", key: foreign),
            try await fixture.login("a", key: foreign, resource: "other.devicestream.localhost/devices/a"),
            try await fixture.login("a", serverName: "other.devicestream.localhost"),
            try await fixture.login("a", serverName: "hub.local-001.streams.devicestream.localhost"),
            try await fixture.login("a", userHost: "other.devicestream.localhost"),
            try await fixture.login("a", userHost: "elsewhere.example"),
            try await fixture.login("a", expires: fixture.clock.now + .seconds(-301)),
            try await fixture.login("nobody", key: ofB),
        ]
        for login in wrong { #expect(await code(fixture, login) == .unauthorizedAccess) }
        #expect(await code(fixture, try await fixture.login("a", clientID: "b")) == .argumentInvalid)
        #expect(await code(fixture, try await fixture.login("a", expires: fixture.clock.now + .seconds(-299))) == nil)
    }

    @Test func `the segments of a resource are compared, not its letters`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("press-1")
        try await fixture.make("press-10")
        let key = try await fixture.primaryKey("press-10")
        let login = try await fixture.login(
            "press-10",
            key: key,
            resource: "hub.devicestream.localhost/devices/press-1"
        )
        #expect(await code(fixture, login) == .unauthorizedAccess)
    }

    @Test func `a policy lets devices in only with the right to`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("d")
        for (name, expected) in [("device", nil), ("iothubowner", nil), ("service", ErrorCode.unauthorizedAccess)] {
            let policy = try PolicyName(name)
            let key = try await fixture.control.policies.keys(fixture.owner, fixture.hub, policy).primaryKey
            let login = try await fixture.login("d", key: key, policy: policy, resource: "hub.devicestream.localhost")
            #expect(await code(fixture, login) == expected)
        }
    }

    @Test func `a device without a credential is let in by a policy alone`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("d")
        let own = try await fixture.login("d")
        let none = DevicePatch(authentication: DeviceAuthenticationRequest(type: .noCredential))
        _ = try await fixture.control.devices.update(fixture.owner, fixture.hub, DeviceID("d"), none, .none)
        #expect(await code(fixture, own) == .unauthorizedAccess)
        let policy = try PolicyName("device")
        let key = try await fixture.control.policies.keys(fixture.owner, fixture.hub, policy).primaryKey
        let host = "hub.devicestream.localhost"
        #expect(await code(fixture, try await fixture.login("d", key: key, policy: policy, resource: host)) == nil)
        let certificate = DeviceLogin(
            userName: own.userName,
            clientID: "d",
            password: nil,
            serverName: host,
            certificates: [[1, 2, 3, 4]],
            peerAddress: "::1",
            transport: .mqtt
        )
        #expect(await code(fixture, certificate) == .unauthorizedAccess)
    }

    @Test func `a client certificate counts by its thumbprint, and only where the hub was asked for by name`()
        async throws
    {
        let fixture = try await ControlFixture()
        let certificate: [UInt8] = [1, 2, 3, 4]
        let print = SHA256.hash(data: certificate).map { byte in
            let text = String(byte, radix: 16, uppercase: true)
            return text.count == 1 ? "0" + text : text
        }.joined()
        _ = try await fixture.control.devices.create(
            fixture.owner,
            fixture.hub,
            DeviceCreation(
                deviceId: DeviceID("d"),
                authentication: DeviceAuthenticationRequest(
                    type: .selfSigned,
                    x509Thumbprint: Thumbprints(primaryThumbprint: print)
                )
            )
        )
        func login(_ certificates: [[UInt8]], _ server: String?) -> DeviceLogin {
            DeviceLogin(
                userName: "hub.devicestream.localhost/d/?api-version=x",
                clientID: "d",
                password: nil,
                serverName: server,
                certificates: certificates,
                peerAddress: "::1",
                transport: .mqtt
            )
        }
        #expect(await code(fixture, login([certificate], "hub.devicestream.localhost")) == nil)
        #expect(await code(fixture, login([[9]], "hub.devicestream.localhost")) == .unauthorizedAccess)
        #expect(await code(fixture, login([], "hub.devicestream.localhost")) == .unauthorizedAccess)
        #expect(await code(fixture, login([certificate], nil)) == .unauthorizedAccess)
        #expect(await code(fixture, login([certificate], "localhost")) == .unauthorizedAccess)
    }

    @Test func `a second connection ends the first, and its end says nothing of the device`() async throws {
        let fixture = try await ControlFixture()
        let (first, second) = (WiredDevice(), WiredDevice())
        let old = try await fixture.connected("d", first)
        _ = try await fixture.control.connections.connect(fixture.login("d"), link: second.link)
        #expect(first.ends == [.takenOver])
        fixture.control.connections.closed(old.id, reason: .takenOver)
        let seen = try await fixture.control.devices.get(fixture.owner, fixture.hub, DeviceID("d"))
        #expect(seen.connectionState == .connected)
        #expect(second.ends.isEmpty)
    }

    @Test func `what let a device in is taken away, and it has to go`() async throws {
        let fixture = try await ControlFixture()
        let (devices, owner, hub) = (fixture.control.devices, fixture.owner, fixture.hub)
        let id = try DeviceID("d")
        let wire = WiredDevice()
        _ = try await fixture.connected("d", wire)
        _ = try await devices.rotate(owner, hub, id, KeyRotation(key: .secondary), .none)
        #expect(wire.ends.isEmpty)
        _ = try await devices.rotate(owner, hub, id, KeyRotation(key: .primary), .none)
        #expect(wire.ends == [.revoked])
        let again = WiredDevice()
        _ = try await fixture.control.connections.connect(fixture.login("d"), link: again.link)
        _ = try await fixture.importDevices(#"{"deviceId":"d","status":"disabled"}"#)
        #expect(again.ends == [.revoked])
        let login = try await fixture.login("d")
        #expect(await code(fixture, login) == .deviceDisabled)
        _ = try await devices.update(owner, hub, id, DevicePatch(status: .enabled), .none)
        let third = WiredDevice()
        _ = try await fixture.control.connections.connect(login, link: third.link)
        try await fixture.control.hubs.delete(owner, hub, .none)
        #expect(third.ends == [.revoked])
    }

    @Test func `a key that is taken away while it is judged lets nobody stay`() async throws {
        let fixture = try await ControlFixture()
        for round in 0..<200 {
            let id = "d\(round)"
            try await fixture.make(id)
            let login = try await fixture.login(id)
            let wire = WiredDevice()
            async let refusal = code(fixture, login, wire)
            // At another point of the judgement each time.
            for _ in 0..<round % 8 { await Task.yield() }
            _ = try await fixture.control.devices.rotate(
                fixture.owner,
                fixture.hub,
                DeviceID(id),
                KeyRotation(key: .primary),
                .none
            )
            let wasRefused = await refusal != nil
            #expect(wasRefused || wire.ends == [.revoked], "round \(round)")
        }
    }

    @Test func `a module that connects does not make its device connected`() async throws {
        let fixture = try await ControlFixture()
        try await fixture.make("d")
        let login = try await fixture.login(
            "d/cam",
            key: fixture.primaryKey("d"),
            resource: "hub.devicestream.localhost/devices/d/modules/cam"
        )
        #expect(await code(fixture, login) == nil)
        await fixture.control.connections.writeStates()
        let connected = DeviceFilter(connectionState: .connected)
        let list = try await fixture.control.devices.list(fixture.owner, fixture.hub, connected, PageRequest())
        #expect(list.value.isEmpty)
    }

    @Test func `a hub takes as many connections as its limit says`() async throws {
        let fixture = try await ControlFixture()
        var limits = HubLimitsPatch()
        limits.connections = .set(1)
        var patch = HubPatch()
        patch.properties = HubCreation.Properties(limits: limits)
        _ = try await fixture.control.hubs.update(fixture.owner, fixture.hub, patch, .none)
        _ = try await fixture.connected("a", WiredDevice())
        try await fixture.make("b")
        #expect(await code(fixture, try await fixture.login("b")) == .throttling)
        #expect(await code(fixture, try await fixture.login("a")) == nil)
    }

    @Test func `an identity that fails again and again from one address is told to wait, others are not`() async throws
    {
        let fixture = try await ControlFixture()
        try await fixture.make("a")
        try await fixture.make("b")
        let wrong = try await fixture.login("a", key: Secret(bytes: [1, 2, 3]))
        for _ in 0..<20 { #expect(await code(fixture, wrong) == .unauthorizedAccess) }
        #expect(await code(fixture, wrong) == .throttling)
        #expect(await code(fixture, try await fixture.login("b")) == nil)
        #expect(await code(fixture, try await fixture.login("a")) == nil)
    }
}
