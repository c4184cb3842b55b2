import HubModel
import HubStore
import TestSupport
import Testing

@testable import HubControl

@Suite struct LogQueriesTests {
    private static let request = LogQueryRequest(query: "AzureDiagnostics | count")

    @Test func `what was recorded a moment ago is found`() async throws {
        let fixture = try await ControlFixture()
        let hub = try #require(fixture.control.index[fixture.hub]).hub.id
        let before = try await fixture.control.logQueries.answer(fixture.owner, fixture.hub, Self.request)
        for number in 0..<3 {
            var properties = ActivityProperties(device: try DeviceID("d-\(number)"))
            properties.trackingId = "t-\(number)"
            fixture.control.activity.append(
                ActivityRecord(
                    time: fixture.clock.world.now,
                    hub: fixture.hub,
                    category: .connections,
                    operationName: .deviceConnect,
                    resultType: ActivityRecord.success,
                    resultDescription: "",
                    level: .information,
                    durationMs: 0,
                    properties: properties
                ),
                hub: hub
            )
        }
        let after = try await fixture.control.logQueries.answer(
            fixture.owner,
            fixture.hub,
            LogQueryRequest(query: "AzureDiagnostics | where deviceId startswith 'd-' | summarize n = count()")
        )
        #expect(before.rows.count == 1)
        #expect(after.rows == [[.integer(3)]])
    }

    @Test func `a query needs the role reader and a hub that the caller may see`() async throws {
        let fixture = try await ControlFixture()
        let queries = fixture.control.logQueries
        let weak = try await fixture.caller(.endpointsRead)
        let role = await #expect(throws: HubError.self) { try await queries.answer(weak, fixture.hub, Self.request) }
        #expect(role?.code == .forbidden)
        let other = try HubName("other")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: other))
        let reader = try await fixture.caller(.reader, hubs: [other])
        let scope = await #expect(throws: HubError.self) { try await queries.answer(reader, fixture.hub, Self.request) }
        #expect(scope?.code == .hubNotFound)
        let able = try await fixture.caller(.reader)
        #expect(try await queries.answer(able, fixture.hub, Self.request).columns.map(\.name) == ["Count"])
    }

    @Test func `what the hub's own log has stays when a category is turned off, and nothing new comes`() async throws {
        let site = try await LoggingHub()
        let receiver = Receiver()
        site.attach(receiver)
        let (control, owner, hub) = (site.fixture.control, site.fixture.owner, site.fixture.hub)
        func devices() async throws -> [String?] {
            let page = try await control.logs.list(owner, hub, LogFilter(), PageRequest())
            return page.value.map { $0.properties.deviceId?.text }
        }
        func count() async throws -> [[JSONContent]] {
            try await control.logQueries.answer(owner, hub, Self.request).rows
        }
        try await site.log(.connections, devices: ["before"])
        try await site.put("default", [.deviceStreams], to: .local, secret: nil)
        let tail = try await control.logs.tail(owner, hub, LogFilter(), after: 0)
        try await site.put("hook", [.connections])
        try await site.log(.connections, devices: ["elsewhere"])
        try await site.log(.deviceStreams, devices: ["after"])
        #expect(try await devices() == ["after", "before"])
        #expect(try await count() == [[.integer(2)]])
        #expect(try await tail.next(patience: .zero)?.map(\.sequence) == [1, 3])
        let other = await #expect(throws: HubError.self) { try await control.logs.get(owner, hub, 2) }
        #expect(other?.code == .resourceNotFound)
        #expect(try await control.logs.get(owner, hub, 3).sequence == 3)
        // Its place in the chain is kept, and its destination gets it.
        let chain = try await control.logs.chain(owner, hub, from: 1, PageRequest())
        #expect(chain.value.map(\.sequence) == [1, 2, 3])
        try await site.whileRunning { #expect(await receiver.next()?.devices == ["elsewhere"]) }
        // Turned on again, the log begins anew: what was not for it does not come up.
        try await site.put("default", to: .local, secret: nil)
        try await site.log(.connections, devices: ["again"])
        #expect(try await devices() == ["again", "after", "before"])
        #expect(try await count() == [[.integer(3)]])
    }
}
