import HubModel
import LogQuery
import Testing

/// What a query is understood as.
@Suite struct PlanTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private func plan(_ steps: String) throws -> LogPlan {
        try LogPlan(parsing: "AzureDiagnostics" + steps, now: Self.now)
    }

    /// The condition of a query that has no other step.
    private func condition(_ text: String) throws -> LogCondition {
        guard case .filter(let condition)? = try plan(" | where " + text).steps.first else { throw Missing() }
        return condition
    }

    private struct Missing: Error {}

    @Test func `the table alone has all columns`() throws {
        let plan = try plan("")
        #expect(plan.steps.isEmpty)
        #expect(plan.columns.map(\.name) == LogField.allCases.map(\.rawValue))
    }

    @Test func `every property of a record is a column, but the checkpoint`() throws {
        let properties = Mirror(reflecting: ActivityProperties()).children.compactMap(\.label)
        #expect(properties.filter { LogField(rawValue: $0) == nil } == ["checkpoint"])
    }

    @Test func `or binds less than and, and not only what is in its brackets`() throws {
        guard case .any(let either) = try condition("true or false and not(true) or (false or true)") else {
            throw Missing()
        }
        #expect(
            either == [
                .constant(true), .all([.constant(false), .not(.constant(true))]),
                .any([.constant(false), .constant(true)]),
            ]
        )
    }

    @Test(arguments: [
        (#"'a\'b"c'"#, "a'b\"c"), (#""a'b\"c\\""#, "a'b\"c\\"), (#"@'a\b''c'"#, "a\\b'c"), (#"@"a""b""#, "a\"b"),
        (#"'\t\n\r\u00e4'"#, "\t\n\r\u{E4}"), ("''", ""), ("'-- /* ; | // ' ", "-- /* ; | // "),
    ])
    func `a text is what stands between its quotes`(_ written: String, _ text: String) throws {
        #expect(try condition("Level == " + written) == .compare(.column(5), .equal, .value(.string(text))))
    }

    @Test(arguments: [
        ("ago(1h)", -3_600_000), ("now()", 0), ("now(-5m)", -300_000), ("now() - 1.5h", -5_400_000),
        ("now() + 1d - 30s", 86_370_000), ("ago(100ms)", -100), ("datetime(2027-01-15)", -28_800_000),
        ("datetime(2027-01-15 08:00)", 0), ("datetime(2027-01-15T08:00:01.5Z)", 1500),
        ("datetime( \"2027-01-15T09:00:00+01:00\" )", 0), ("ago(timespan(2m))", -120_000),
    ])
    func `a time is a moment`(_ written: String, _ offset: Int64) throws {
        let time = Timestamp(milliseconds: Self.now.milliseconds + offset)
        #expect(
            try condition("TimeGenerated > " + written) == .compare(.column(0), .greater, .value(.datetime(time)))
        )
    }

    @Test func `aggregates are named as in the original`() throws {
        let plan = try plan(
            " | summarize count(), count(), countif(true), dcount(deviceId), sum(count), avg(DurationMs), "
                + "n = max(Level) by bin(TimeGenerated, 5m), Who = caller"
        )
        #expect(
            plan.columns == [
                LogColumn("TimeGenerated", .datetime), LogColumn("Who", .string), LogColumn("count_", .long),
                LogColumn("count_1", .long), LogColumn("countif_", .long), LogColumn("dcount_deviceId", .long),
                LogColumn("sum_count", .long), LogColumn("avg_DurationMs", .real), LogColumn("n", .string),
            ]
        )
    }

    @Test func `comments and line ends are blanks`() throws {
        #expect(try plan(" // all\r\n|\tcount // of them") == plan("|count"))
    }
}
