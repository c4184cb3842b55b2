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

    @Test func `work that takes too long is given up`() async throws {
        let error = await #expect(throws: HubError.self) {
            try await LogQueries.limited(to: .zero) { () throws(HubError) in
                // Nothing but cancellation ends it, as with a statement that is interrupted.
                while !Task.isCancelled { await Task.yield() }
                throw HubError(.requestTimeout, "given up")
            }
        }
        #expect(error?.code == .requestTimeout)
        #expect(error?.target == "query")
    }

    @Test func `work within its time keeps its result and its error`() async throws {
        #expect(try await LogQueries.limited(to: .seconds(3600)) { () throws(HubError) in 5 } == 5)
        let error = await #expect(throws: HubError.self) {
            try await LogQueries.limited(to: .seconds(3600)) { () throws(HubError) in
                throw HubError(.serverError, "mine")
            }
        }
        #expect(error?.message == "mine")
    }
}
