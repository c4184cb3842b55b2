import HubControl
import HubModel
import HubStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LogTailTests {
    private func tail(
        _ site: LogSite,
        _ caller: Caller? = nil,
        _ filter: LogFilter = LogFilter(),
        after: Int64? = nil
    ) async throws -> LogTail {
        try await site.fixture.control.logs.tail(
            caller ?? site.fixture.owner,
            site.fixture.hub,
            filter,
            after: after
        )
    }

    @Test func `a tail gets what comes after it began, and goes on behind what it is told`() async throws {
        let site = LogSite(try await ControlFixture())
        await site.fail(["d1", "d2"])
        let fresh = try await tail(site)
        async let next = fresh.next(patience: .seconds(30))
        await site.fail(["d3"])
        #expect(try await next?.map(\.sequence) == [3])
        let resumed = try await tail(site, after: 1)
        #expect(try await resumed.next(patience: .seconds(30))?.map(\.sequence) == [2, 3])
        var filter = LogFilter()
        filter.device = DeviceID(checked: "d2")
        #expect(try await tail(site, nil, filter, after: 0).next(patience: .seconds(30))?.map(\.sequence) == [2])
    }

    @Test func `what cannot be read hides nothing else from tails and lists`() async throws {
        let site = LogSite(try await ControlFixture())
        await site.fail(["d1", "d2", "d3"])
        try await site.tamper("UPDATE activity SET record = '{' WHERE sequence = 2")
        #expect(try await tail(site, after: 0).next(patience: .seconds(30))?.map(\.sequence) == [1, 3])
        #expect(try await site.list().value.map(\.sequence) == [3, 1])
        let (logs, owner, hub) = (site.fixture.control.logs, site.fixture.owner, site.fixture.hub)
        #expect(try await logs.get(owner, hub, 3).sequence == 3)
        let damaged = await #expect(throws: HubError.self) { try await logs.get(owner, hub, 2) }
        #expect(damaged?.code == .resourceNotFound)
    }

    @Test func `a tail from a time begins with the first record from then on`() async throws {
        let site = LogSite(try await ControlFixture())
        await site.fail(["d1"])
        site.fixture.clock.advance(by: .seconds(5))
        var filter = LogFilter()
        filter.from = site.fixture.clock.now
        await site.fail(["d2"])
        #expect(try await tail(site, nil, filter).next(patience: .seconds(30))?.map(\.sequence) == [2])
    }

    @Test func `a tail without records says so when its patience is over`() async throws {
        let site = LogSite(try await ControlFixture())
        #expect(try await tail(site).next(patience: .zero)?.isEmpty == true)
    }

    @Test func `revoking its token ends a tail that waits`() async throws {
        let site = LogSite(try await ControlFixture())
        let caller = try await site.fixture.caller(.reader)
        let tail = try await tail(site, caller)
        async let end = tail.next(patience: .seconds(30))
        try await site.fixture.control.tokens.revoke(site.fixture.owner, caller.tokenID)
        #expect(try await end == nil)
    }

    @Test func `a token follows so many logs and no more, until one of them ends`() async throws {
        let site = LogSite(try await ControlFixture())
        var tails: [LogTail] = []
        for _ in 1...8 { tails.append(try await tail(site)) }
        await #expect(throws: HubError.self) { _ = try await self.tail(site) }
        tails.removeLast()
        _ = try await tail(site)
    }
}
