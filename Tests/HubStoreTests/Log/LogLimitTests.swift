import GRDB
import HubModel
import LogQuery
import Testing

@testable import HubStore

/// What a query may use, and what it goes along.
@Suite struct LogLimitTests {
    private static let small = LogLimits(rows: 5, maximumRows: 10, groups: 3, answerBytes: 1 << 20)

    @Test(arguments: [
        ("", 5, "take N"), ("| take 5", 5, nil), ("| take 10", 10, nil), ("| take 11", 10, "at most 10"),
        ("| summarize count() by Level", 2, nil), ("| top 3 by sequence", 3, nil),
        ("| where DurationMs > 25000", 2, nil),
    ])
    func `an answer says that there is more`(_ steps: String, _ count: Int, _ words: String?) async throws {
        let answer = try await LogFixture().answer(steps, limits: Self.small)
        #expect(answer.rows.count == count)
        #expect((answer.note != nil) == (words != nil))
        if let words { #expect(answer.note?.contains(words) == true) }
    }

    @Test func `an answer of many bytes ends early and says so`() async throws {
        var limits = Self.small
        limits.answerBytes = 600
        let answer = try await LogFixture().answer("| take 10", limits: limits)
        #expect((1..<10).contains(answer.rows.count))
        #expect(answer.note?.contains("at most 600 bytes") == true)
    }

    @Test(arguments: ["| summarize count() by deviceId", "| distinct deviceId", "| distinct sequence | count"])
    func `too many groups are refused, and the next query is answered`(_ steps: String) async throws {
        let fixture = try await LogFixture()
        let error = await #expect(throws: HubError.self) { try await fixture.answer(steps, limits: Self.small) }
        #expect(error?.code == .argumentInvalid)
        #expect(error?.target == "query")
        let answer = try await fixture.answer("| summarize count() by Level", limits: Self.small)
        #expect(answer.rows.count == 2)
    }

    @Test func `a query that nobody waits for is given up`() async throws {
        let fixture = try await LogFixture()
        let task = Task {
            // Cancellation comes before it, so that it is never asked.
            while !Task.isCancelled { await Task.yield() }
            _ = try await fixture.answer("| count")
        }
        task.cancel()
        let error = await #expect(throws: HubError.self) { try await task.value }
        #expect(error?.code == .requestTimeout)
    }

    @Test func `the largest queries that are understood are answered`() async throws {
        let fixture = try await LogFixture()
        let depth = LogPlan.maximumDepth
        let nested = (0..<depth).reduce("Level == 'Warning'") { text, level in
            level % 2 == 0 ? "(Level == 'x' or \(text))" : "(DurationMs >= 0 and \(text))"
        }
        let negated =
            String(repeating: "not(", count: depth) + "Level == 'Warning'" + String(repeating: ")", count: depth)
        let parts = Array(repeating: "Level == 'Warning'", count: LogPlan.maximumComparisons).joined(separator: " or ")
        let values = "Level in (" + String(repeating: "'a',", count: LogPlan.maximumListedValues - 1) + "'Warning')"
        for condition in [nested, negated, parts, values] {
            #expect(try await fixture.rows("| where \(condition) | count") == "[[5]]", "\(condition.prefix(80))")
        }
        let steps = String(repeating: "| take 20 | where DurationMs >= 0", count: LogPlan.maximumSteps / 2)
        #expect(try await fixture.answer(steps).rows.count == 20)
        let counts = String(repeating: "| count ", count: LogPlan.maximumSteps)
        #expect(try await fixture.rows(counts) == "[[1]]")
    }

    private static func plan(_ steps: String) async throws -> [String] {
        let (store, hub) = try await Sample.store()
        let plan = try LogPlan(parsing: "AzureDiagnostics " + steps, now: LogFixture.now)
        return try await store.read { (reading) throws(HubError) in
            let groups = LogFunctions.GroupCounter(limit: 10).function
            reading.connection.database.add(function: groups)
            defer { reading.connection.database.remove(function: groups) }
            let statement = LogStatement(plan, hub: hub)
            return try reading.connection.rows("EXPLAIN QUERY PLAN " + statement.sql, statement.values) { row in
                row["detail"] as String
            }
        }
    }

    @Test(arguments: [
        ("", "activity_by_time (hub_id=?)"),
        ("| where TimeGenerated > ago(1h)", "activity_by_time (hub_id=? AND at>?)"),
        ("| where TimeGenerated between (ago(1h) .. now()) | take 5", "activity_by_time (hub_id=? AND at>? AND at<?)"),
        ("| where deviceId == 'd-1'", "activity_by_device (hub_id=? AND device_id=?)"),
        (
            "| where deviceId == 'd-1' and TimeGenerated > ago(1h) | project ResultType",
            "activity_by_device (hub_id=? AND device_id=? AND at>?)"
        ),
        ("| where trackingId == 't-1'", "activity_by_tracking_id (hub_id=? AND tracking_id=?)"),
    ])
    func `a query goes along an index and sorts nothing`(_ steps: String, _ index: String) async throws {
        let plan = try await Self.plan(steps)
        #expect(plan == ["SEARCH activity USING INDEX " + index], "\(steps): \(plan)")
    }

    @Test(arguments: [
        "| summarize count() by ResultType",
        "| where TimeGenerated > ago(1d) | summarize count(), avg(DurationMs) by bin(TimeGenerated, 5m)",
        "| where Level != 'Information' and OperationName == 'streamRequest' | count",
    ])
    func `what is asked most is answered without reading a record`(_ steps: String) async throws {
        let plan = try await Self.plan(steps)
        #expect(plan[0].hasPrefix("SEARCH activity USING COVERING INDEX activity_by_time"), "\(steps): \(plan)")
    }
}
