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

    @Test func `a category that the hub's own log does not show is in no answer`() async throws {
        let fixture = try await ControlFixture()
        let (control, owner, hub) = (fixture.control, fixture.owner, fixture.hub)
        let id = try #require(control.index[hub]).hub.id
        for category in [ActivityRecord.Category.connections, .deviceStreams] {
            control.activity.append(
                ActivityRecord(
                    time: fixture.clock.world.now,
                    hub: hub,
                    category: category,
                    operationName: .deviceConnect,
                    resultType: ActivityRecord.success,
                    resultDescription: "",
                    level: .information,
                    durationMs: 0,
                    properties: ActivityProperties(device: try DeviceID("d"))
                ),
                hub: id
            )
        }
        await control.activity.write()
        func shown() async throws -> [String] {
            try await control.logs.list(owner, hub, LogFilter(), PageRequest()).value.map(\.category)
        }
        func count() async throws -> [[JSONContent]] {
            try await control.logQueries.answer(owner, hub, Self.request).rows
        }
        #expect(try await shown().count == 2)
        #expect(try await count() == [[.integer(2)]])
        _ = try await control.diagnostics.put(
            owner,
            hub,
            .standard,
            DiagnosticSettingRequest(categories: [.deviceStreams], destination: .local),
            .none
        )
        #expect(try await shown() == ["DeviceStreams"])
        #expect(try await count() == [[.integer(1)]])
        let hidden = await #expect(throws: HubError.self) { try await control.logs.get(owner, hub, 1) }
        #expect(hidden?.code == .resourceNotFound)
        #expect(try await control.logs.get(owner, hub, 2).sequence == 2)
    }
}
