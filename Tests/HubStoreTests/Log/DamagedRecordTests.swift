import HubModel
import Testing

@testable import HubStore

@Suite struct DamagedRecordTests {
    /// What somebody else wrote in the place of record 5, which has a caller.
    @Test(arguments: ["'{'", "''", "x'00FF'"])
    func `a query passes over what is no record where it looks into it`(_ text: String) async throws {
        let fixture = try await LogFixture()
        let callers = "| where caller == 'token:laptop' | count"
        #expect(try await fixture.rows(callers) == "[[10]]")
        try await fixture.store.write { (writing) throws(HubError) in
            _ = try writing.connection.execute("UPDATE activity SET record = \(text) WHERE sequence = 5")
        }
        #expect(try await fixture.rows(callers) == "[[9]]")
        #expect(
            try await fixture.rows("| summarize count() by caller | where caller != ''") == "[[\"token:laptop\",9]]"
        )
        #expect(try await fixture.answer("| project caller, sequence").rows.count == 29)
        #expect(
            try await fixture.answer("| where properties_s has 'laptop' | order by stage | take 50").rows.count == 9
        )
        // Other hubs' records are as they were, and so are questions that need no more than the columns.
        #expect(try await fixture.rows("| where TimeGenerated > datetime(2000-01-01) | count") == "[[30]]")
    }

    @Test func `too many groups are still told where a record is damaged`() async throws {
        let fixture = try await LogFixture()
        try await fixture.store.write { (writing) throws(HubError) in
            _ = try writing.connection.execute("UPDATE activity SET record = '{' WHERE sequence = 5")
        }
        var limits = LogLimits.standard
        limits.groups = 5
        let error = await #expect(throws: HubError.self) {
            try await fixture.answer("| summarize count() by closeReason, sequence", limits: limits)
        }
        #expect(error?.code == .argumentInvalid)
    }
}
