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

    @Test(.timeLimit(.minutes(1))) func `a fourth query at once is refused, and the next one answered`() async throws {
        let fixture = try await ControlFixture()
        let (queries, activity) = (fixture.control.logQueries, fixture.control.activity)
        let (gate, opening) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { opening.finish() }
            // A query sees what was recorded before it, so it waits for who writes.
            let (held, holding) = AsyncStream<Void>.makeStream()
            group.addTask {
                await activity.turnstile.pass {
                    holding.finish()
                    for await _ in gate {}
                }
            }
            for await _ in held {}
            for _ in 0..<LogQueries.maximumAtOnce {
                group.addTask { _ = try await queries.answer(fixture.owner, fixture.hub, Self.request) }
            }
            while queries.answering < LogQueries.maximumAtOnce { await Task.yield() }
            let refused = await #expect(throws: HubError.self) {
                try await queries.answer(fixture.owner, fixture.hub, Self.request)
            }
            #expect(refused?.code == .throttling)
            #expect(refused?.code.entry.httpStatus == 429)
            #expect(refused?.retryAfter == .seconds(1))
            opening.finish()
            try await group.waitForAll()
        }
        #expect(queries.answering == 0)
        #expect(try await queries.answer(fixture.owner, fixture.hub, Self.request).rows == [[.integer(0)]])
    }

    @Test(.timeLimit(.minutes(1))) func `a query that takes too long is interrupted, and gives its place back`()
        async throws
    {
        let site = try await LoggingHub()
        try await site.log(devices: ["d"])
        // A hundred thousand times the same record: some hundred milliseconds of work for the query below.
        try await site.tamper(
            """
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO activity (hub_id, sequence, at, category, operation, result_type, level, duration_ms,
                total_bytes, hash, record)
            SELECT hub_id, i, at, category, operation, result_type, level, duration_ms, total_bytes, hash, record
            FROM activity JOIN n WHERE sequence = 1
            """
        )
        let (control, owner, hub) = (site.fixture.control, site.fixture.owner, site.fixture.hub)
        let hasty = LogQueries(hubs: control.hubs, activity: control.activity, limit: .milliseconds(10))
        let slow = LogQueryRequest(
            query: "AzureDiagnostics | where properties_s has 'nobody' and properties_s !contains 'ö' | count"
        )
        for _ in 0...LogQueries.maximumAtOnce {
            let late = await #expect(throws: HubError.self) { try await hasty.answer(owner, hub, slow) }
            #expect(late?.code == .requestTimeout)
            #expect(late?.target == "query")
        }
        #expect(try await control.logQueries.answer(owner, hub, slow).rows == [[.integer(0)]])
    }
}
