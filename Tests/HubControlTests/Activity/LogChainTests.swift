import HubControl
import HubModel
import TestSupport
import Testing

@testable import HubStore

@Suite(.timeLimit(.minutes(1))) struct LogChainTests {
    /// A log of six records, the checkpoint of which is the seventh.
    private func site() async throws -> LogSite {
        let site = LogSite(try await ControlFixture())
        await site.fail((1...6).map { "d\($0)" })
        await site.fixture.control.activity.sign(all: true)
        return site
    }

    @Test func `a log that nobody touched is whole, also after a restart`() async throws {
        let site = try await site()
        #expect(try await site.verdict().records == 7)
        let later = LogSite(try await site.fixture.restarted())
        await later.fail(["d7"])
        let verdict = try await later.verdict()
        #expect(verdict.records == 8)
        #expect(verdict.signedUpTo == 6)
    }

    @Test(
        arguments: [
            ("UPDATE activity SET record = replace(record, 'd3', 'd4') WHERE sequence = 3", 3),
            ("UPDATE activity SET hash = (SELECT hash FROM activity WHERE sequence = 1) WHERE sequence = 3", 3),
            ("DELETE FROM activity WHERE sequence = 3", 3),
            ("DELETE FROM activity WHERE sequence > 3", 4),
            ("DELETE FROM activity WHERE sequence < 3", 1),
            ("DELETE FROM activity", 1),
            ("UPDATE activity SET sequence = CASE sequence WHEN 2 THEN 3 WHEN 3 THEN 2 ELSE sequence END", 2),
            ("UPDATE activity SET sequence = sequence - 1 WHERE sequence > 3", 3),
            ("UPDATE activity_checkpoints SET sequence = 5", 5),
            ("UPDATE activity_checkpoints SET hash = (SELECT hash FROM activity WHERE sequence = 5)", 6),
        ] as [(String, Int64)]
    )
    func `what somebody else wrote into the database is caught`(sql: String, firstBad: Int64) async throws {
        let site = try await site()
        try await site.tamper(sql)
        #expect(try await site.firstBad() == firstBad)
    }

    @Test func `a log that was rewritten with all its hashes does not fit its checkpoint`() async throws {
        let site = try await site()
        let store = site.fixture.store
        let rows = try await store.read { (reading) throws(HubError) in
            try reading.activity(after: 0, limit: 100)
        }
        try await store.write { (writing) throws(HubError) in
            var chain = LogChain()
            for row in rows {
                let text = row.text.replacing("d3", with: "dX")
                chain.append(text)
                try writing.connection.execute(
                    "UPDATE activity SET record = $1, hash = $2 WHERE id = $3",
                    [text, column(chain.hash), row.id]
                )
            }
        }
        #expect(try await site.firstBad() == 6)
    }

    @Test func `an end that is gone with its checkpoint is caught by one that was kept elsewhere`() async throws {
        let site = try await site()
        let written = try #require(try await site.verdict().newest)
        try await site.tamper("DELETE FROM activity WHERE sequence > 3", "DELETE FROM activity_checkpoints")
        #expect(try await site.firstBad() == nil)
        #expect(try await site.firstBad(written: written) == 4)
    }

    @Test func `a running server goes on behind an end that was removed, so that the gap is seen`() async throws {
        let site = try await site()
        try await site.tamper("DELETE FROM activity WHERE sequence > 3", "DELETE FROM activity_checkpoints")
        await site.fail(["d8"])
        #expect(try await site.firstBad() == 4)
    }

    @Test func `retention by age removes the beginning, leaves a checkpoint, and is no alarm`() async throws {
        let site = try await site()
        let written = try #require(try await site.verdict().newest)
        site.fixture.clock.advance(by: .seconds(29 * 86_400))
        await site.fail(["late"])
        await site.fixture.control.activity.keepHouse()
        #expect(try await site.verdict(written: written).meetsWritten == true)
        site.fixture.clock.advance(by: .seconds(2 * 86_400))
        await site.fixture.control.activity.keepHouse()
        await site.fixture.control.activity.write()
        let verdict = try await site.verdict(written: written)
        #expect(verdict.first == 8)
        // What the hub signed for is still known, but what stood there is not.
        #expect(verdict.meetsWritten == true)
        let records = try await site.list().value
        #expect(records.map(\.operationName).contains("checkpoint"))
        #expect(records.first { $0.properties.checkpoint?.kind == .retention }?.properties.checkpoint?.sequence == 7)
        try await site.tamper("DELETE FROM activity WHERE sequence = 8")
        #expect(try await site.firstBad() == 8)
    }

    @Test func `retention removes what nobody can read, too, and leaves a checkpoint`() async throws {
        let site = try await site()
        try await site.tamper("UPDATE activity SET record = '{' WHERE sequence IN (1, 7)")
        site.fixture.clock.advance(by: .seconds(31 * 86_400))
        await site.fail(["late"])
        await site.fixture.control.activity.keepHouse()
        await site.fixture.control.activity.write()
        #expect(try await site.verdict().first == 8)
    }

    @Test func `retention by size keeps the newest records`() async throws {
        let site = LogSite(
            try await ControlFixture(activityRetention: ActivityRetention(age: .seconds(86_400), bytes: 20_000))
        )
        for round in 0..<10 { await site.fail((1...10).map { "d\(round)-\($0)" }) }
        await site.fixture.control.activity.keepHouse()
        await site.fixture.control.activity.write()
        let verdict = try await site.verdict()
        #expect((10...60).contains(verdict.records))
        #expect(verdict.last >= 100)
        #expect(verdict.first == verdict.last - verdict.records + 1)
    }

    @Test func `a log of which retention left nothing goes on where it was`() async throws {
        let site = try await site()
        site.fixture.clock.advance(by: .seconds(31 * 86_400))
        await site.fixture.control.activity.keepHouse()
        let later = LogSite(try await site.fixture.restarted())
        await later.fail(["d7"])
        #expect(try await later.list().value.last.map { $0.sequence >= 8 } == true)
        _ = try await later.verdict()
    }
}
