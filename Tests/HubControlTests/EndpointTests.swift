import AllowlistFormats
import HubControl
import HubModel
import TestSupport
import Testing

@Suite struct EndpointTests {
    private func urls(_ fixture: ControlFixture) async throws -> [String] {
        try await fixture.control.hubs.deviceStreams(fixture.owner, fixture.hub).streamingEndpoints
    }

    private func version(_ fixture: ControlFixture) async throws -> AllowlistVersion {
        try await fixture.control.allowlists.version(fixture.owner, fixture.hub).version
    }

    @Test func `a new hub has one streaming endpoint and two records`() async throws {
        let fixture = try await ControlFixture()
        #expect(try await urls(fixture) == ["https://hub.local-001.streams.devicestream.localhost:8443"])
        let list = try await fixture.control.allowlists.allowlist(fixture.owner, fixture.hub)
        #expect(
            list.value.map(\.urls) == [
                ["hub.devicestream.localhost"], ["hub.local-001.streams.devicestream.localhost"],
            ]
        )
        #expect(list.value.map(\.tcpPorts) == ["8443", "8443"])
        #expect(list.value.allSatisfy { $0.ipsSource == AllowlistRecord.AddressSource.none && $0.notes != nil })
        #expect(list.version.description.hasSuffix("00"))
        let changes = try await fixture.control.allowlists.changes(fixture.owner, fixture.hub, since: nil)
        #expect(changes.value.map(\.disposition) == [.add, .add])
    }

    @Test func `an endpoint goes its way, and each step is a version`() async throws {
        let fixture = try await ControlFixture()
        let endpoints = fixture.control.endpoints
        let first = try await version(fixture)
        let added = try await endpoints.add(
            fixture.owner,
            fixture.hub,
            EndpointCreation(stamp: RegionStamp("local-002"), ips: ["192.0.2.10"], notes: "second site")
        )
        #expect(added.state == .upcoming)
        #expect(added.effective == fixture.clock.now + .seconds(30 * 86_400))
        #expect(added.ips == ["192.0.2.10/32"])
        #expect(try await urls(fixture).count == 1)
        let announced = try await version(fixture)
        #expect(announced > first)

        fixture.clock.advance(by: .seconds(30 * 86_400 - 1))
        try await fixture.control.lifecycle.advance()
        #expect(try await urls(fixture).count == 1)
        #expect(try await version(fixture) == announced)
        fixture.clock.advance(by: .seconds(1))
        try await fixture.control.lifecycle.advance()
        #expect(try await urls(fixture).last == "https://hub.local-002.streams.devicestream.localhost:8443")

        let drained = try await endpoints.drain(fixture.owner, fixture.hub, id: added.id, EndpointTransition(), .none)
        #expect(drained.state == .draining)
        #expect(try await urls(fixture).count == 1)
        let list = try await fixture.control.allowlists.allowlist(fixture.owner, fixture.hub)
        #expect(list.value.last?.state == .draining)
        #expect(list.value.last?.retires == fixture.clock.now + .seconds(30 * 86_400))
        fixture.clock.advance(by: .seconds(30 * 86_400))
        try await fixture.control.lifecycle.advance()
        #expect(try await fixture.control.allowlists.allowlist(fixture.owner, fixture.hub).value.count == 2)

        let changes = try await fixture.control.allowlists.changes(fixture.owner, fixture.hub, since: first)
        #expect(changes.value.map(\.disposition) == [.add, .change, .change, .remove])
        #expect(Set(changes.value.map(\.id)) == [added.id])
        #expect(changes.value.map(\.version) == changes.value.map(\.version).sorted())
        #expect(changes.value[2].effective == drained.retires)
        let later = try await fixture.control.allowlists.changes(fixture.owner, fixture.hub, since: announced)
        #expect(later.value.count == 3)

        let again = try await endpoints.add(
            fixture.owner,
            fixture.hub,
            EndpointCreation(stamp: RegionStamp("local-002"), force: true)
        )
        #expect(again.id > added.id)
        #expect(again.state == .active)
    }

    @Test func `steps that are not possible are refused`() async throws {
        let fixture = try await ControlFixture()
        let endpoints = fixture.control.endpoints
        func code(_ work: () async throws -> EndpointResource) async -> ErrorCode? {
            do {
                _ = try await work()
                return nil
            } catch {
                return (error as? HubError)?.code
            }
        }
        let (owner, hub) = (fixture.owner, fixture.hub)
        let id = try await endpoints.list(owner, hub, state: nil, PageRequest()).value[0].id
        let none = EndpointTransition()
        #expect(await code { try await endpoints.retire(owner, hub, id: id, none, .none) } == .resourceConflict)
        let past = EndpointTransition(retires: fixture.clock.now + .seconds(-1))
        #expect(await code { try await endpoints.drain(owner, hub, id: id, past, .none) } == .argumentInvalid)
        let soon = EndpointCreation(stamp: try RegionStamp("b"), effective: fixture.clock.now + .seconds(60))
        #expect(await code { try await endpoints.add(owner, hub, soon) } == .argumentInvalid)
        let same = EndpointCreation(stamp: try RegionStamp("local-001"))
        #expect(await code { try await endpoints.add(owner, hub, same) } == .resourceConflict)
        let wrong = EndpointCreation(stamp: try RegionStamp("b"), ips: ["192.0.2.1/24"])
        #expect(await code { try await endpoints.add(owner, hub, wrong) } == .argumentInvalid)
        #expect(await code { try await endpoints.drain(owner, hub, id: 999, none, .none) } == .resourceNotFound)
        // The main host's record is no endpoint.
        #expect(await code { try await endpoints.get(owner, hub, id: id - 1) } == .resourceNotFound)
        let forced = EndpointTransition(force: true)
        #expect(await code { try await endpoints.retire(owner, hub, id: id, forced, .none) } == nil)
        #expect(await code { try await endpoints.retire(owner, hub, id: id, forced, .none) } == .resourceConflict)
        let tag = Precondition.matching(["x"])
        #expect(
            await code { try await endpoints.update(owner, hub, id: id, EndpointPatch(), tag) } == .preconditionFailed
        )
        #expect(try await endpoints.list(owner, hub, state: nil, PageRequest()).value.isEmpty)
        #expect(try await endpoints.list(owner, hub, state: .retired, PageRequest()).value.map(\.id) == [id])
    }

    @Test func `a region without streams has none, and says which have`() async throws {
        let fixture = try await ControlFixture()
        let name = try HubName("mute")
        let hub = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: name, location: "Quiet"))
        #expect(hub.location == "quiet")
        #expect(hub.properties.deviceStreams == nil)
        #expect(try await fixture.control.hubs.deviceStreams(fixture.owner, name).streamingEndpoints == [])
        let error = await #expect(throws: HubError.self) {
            try await fixture.control.endpoints.add(fixture.owner, name, EndpointCreation(stamp: RegionStamp("a")))
        }
        #expect(error?.code == .regionNotSupported)
        #expect(error?.message.contains("local") == true)
    }

    @Test func `another domain after a restart is a new version with every name changed`() async throws {
        let fixture = try await ControlFixture()
        let before = try await version(fixture)
        let moved = try ControlFixture.control(fixture.store, fixture.clock, domain: "example.com", port: 443)
        try await moved.start()
        let changes = try await moved.allowlists.changes(fixture.owner, fixture.hub, since: before)
        #expect(changes.value.map(\.disposition) == [.change, .change])
        #expect(
            changes.value.map(\.previous?.urls.first) == [
                "hub.devicestream.localhost", "hub.local-001.streams.devicestream.localhost",
            ]
        )
        #expect(changes.value.map(\.current?.urls.first) == ["hub.example.com", "hub.local-001.streams.example.com"])
        #expect(changes.value.map(\.current?.tcpPorts) == ["443", "443"])
        let again = try ControlFixture.control(fixture.store, fixture.clock, domain: "example.com", port: 443)
        try await again.start()
        #expect(try await again.allowlists.version(fixture.owner, fixture.hub).version == changes.version)
    }

    @Test func `DNS fills in where nothing is declared, and changes no version`() async throws {
        let asked = AskedNames()
        let fixture = try await ControlFixture { name in
            asked.note(name)
            return NameResolution(
                addresses: [AddressRange("::1"), AddressRange("10.0.0.1")].compactMap(\.self),
                timeToLive: .seconds(30)
            )
        }
        let lists = fixture.control.allowlists
        let list = try await lists.allowlist(fixture.owner, fixture.hub)
        #expect(list.value.allSatisfy { $0.ips == ["10.0.0.1/32", "::1/128"] && $0.ipsSource == .dns })
        let tag = try await lists.document(fixture.owner, fixture.hub, .json).etag
        #expect(asked.count == 2)
        fixture.clock.advance(by: .seconds(31))
        #expect(try await lists.document(fixture.owner, fixture.hub, .json).etag == tag)
        #expect(asked.count == 4)
        let patch = HubPatch(properties: .init(ips: ["192.0.2.1"]))
        _ = try await fixture.control.hubs.update(fixture.owner, fixture.hub, patch, .none)
        let declared = try await lists.allowlist(fixture.owner, fixture.hub)
        #expect(declared.value[0].ips == ["192.0.2.1/32"])
        #expect(declared.value[0].ipsSource == .declared)
        #expect(declared.version > list.version)
        #expect(try await lists.document(fixture.owner, fixture.hub, .json).etag != tag)
    }

    @Test func `no name is resolved for a form of names, and each once for one of addresses`() async throws {
        let asked = AskedNames()
        let fixture = try await ControlFixture { name in
            asked.note(name)
            return NameResolution(addresses: [AddressRange("10.0.0.1")].compactMap(\.self), timeToLive: .seconds(30))
        }
        let lists = fixture.control.allowlists
        for format in AllowlistFormat.allCases where format.addressUse == .none {
            _ = try await lists.document(fixture.owner, fixture.hub, format)
        }
        #expect(asked.count == 0)
        for format in AllowlistFormat.allCases where format.addressUse == .needed {
            let text = String(
                decoding: try await lists.document(fixture.owner, fixture.hub, format).bytes,
                as: UTF8.self
            )
            #expect(text.contains("10.0.0.1/32"))
            if format != .edlIP { #expect(text.contains("addresses from DNS")) }
        }
        #expect(asked.count == 2)
    }

    @Test func `names and tables hold the list`() async throws {
        let fixture = try await ControlFixture()
        let id = try await fixture.control.endpoints.list(fixture.owner, fixture.hub, state: nil, PageRequest()).value[
            0
        ].id
        let patch = EndpointPatch(notes: .set("=cmd(\"x\")\r\nevil, line"))
        _ = try await fixture.control.endpoints.update(fixture.owner, fixture.hub, id: id, patch, .none)
        let names = try await fixture.control.allowlists.document(fixture.owner, fixture.hub, .names)
        #expect(
            String(decoding: names.bytes, as: UTF8.self)
                == "hub.devicestream.localhost\nhub.local-001.streams.devicestream.localhost\n"
        )
        let csv = try await fixture.control.allowlists.document(fixture.owner, fixture.hub, .csv)
        let lines = String(decoding: csv.bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.count == 3)
        #expect(lines[2].contains(#""'=cmd(""x"")\r\nevil, line"#))
    }
}
