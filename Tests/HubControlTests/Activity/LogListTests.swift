import HubControl
import HubModel
import HubStore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LogListTests {
    @Test func `pages hold every record once, the newest first, while records are added`() async throws {
        let site = LogSite(try await ControlFixture())
        for number in 1...30 {
            await site.fail(["d\(number)"])
            // Several records share a time.
            if number % 3 == 0 { site.fixture.clock.advance(by: .milliseconds(1)) }
        }
        var seen: [Int64] = []
        var page = try await site.list(LogFilter(), PageRequest(top: 7))
        while true {
            seen += page.value.map(\.sequence)
            await site.fail(["late-\(seen.count)"])
            guard let next = page.next else { break }
            page = try await site.list(LogFilter(), PageRequest(top: 7, skipToken: next))
        }
        #expect(seen == (1...30).reversed())
    }

    @Test func `each filter lets through what it says and nothing else`() async throws {
        let site = LogSite(try await ControlFixture())
        await site.fail(["press-07", "press-08"], trackingID: "first")
        site.fixture.clock.advance(by: .seconds(60))
        let middle = site.fixture.clock.now
        await site.fail(["Press-09"], trackingID: "second")
        func sequences(_ change: (inout LogFilter) -> Void) async throws -> [Int64] {
            var filter = LogFilter()
            change(&filter)
            return try await site.list(filter).value.map(\.sequence)
        }
        #expect(try await sequences { $0.from = middle } == [3])
        #expect(try await sequences { $0.to = middle } == [2, 1])
        #expect(try await sequences { $0.device = DeviceID(checked: "press-08") } == [2])
        #expect(try await sequences { $0.trackingID = "first" } == [2, 1])
        #expect(try await sequences { $0.category = "Connections" } == [])
        #expect(try await sequences { $0.level = "Warning" } == [3, 2, 1])
        #expect(try await sequences { $0.level = "Error" } == [])
        #expect(try await sequences { $0.caller = "token:first owner" } == [3, 2, 1])
        #expect(try await sequences { $0.caller = "token:other" } == [])
        #expect(try await sequences { $0.result = "DeviceNotFound" } == [3, 2, 1])
        #expect(try await sequences { $0.result = "Success" } == [])
        #expect(try await sequences { $0.text = "press-09" } == [3])
        #expect(try await sequences { $0.text = "deviceId" } == [])
    }

    @Test func `one token id of each request is in its record, with stage, caller and address`() async throws {
        let site = LogSite(try await ControlFixture())
        await site.fail(["gone"], trackingID: "abc")
        let record = try #require(try await site.list().value.first)
        #expect(record.operationName == "streamRequest")
        #expect(record.properties.trackingId == "abc")
        #expect(record.properties.stage == .lookup)
        #expect(record.properties.callerAddress == "192.0.2.1")
        #expect(record.properties.caller == "token:first owner")
        #expect(record.properties.statusCode == 404)
        let owner = site.fixture.owner
        #expect(try await site.fixture.control.logs.get(owner, site.fixture.hub, 1) == record)
    }

    @Test func `a reader sees the log, a firewall's token does not`() async throws {
        let site = LogSite(try await ControlFixture())
        let logs = site.fixture.control.logs
        let reader = try await site.fixture.caller(.reader)
        _ = try await logs.list(reader, site.fixture.hub, LogFilter(), PageRequest())
        let poller = try await site.fixture.caller(.endpointsRead)
        await #expect(throws: HubError.self) {
            try await logs.list(poller, site.fixture.hub, LogFilter(), PageRequest())
        }
    }

    @Test func `of strangers only so many are on record, and the rest is counted`() async throws {
        let site = LogSite(try await ControlFixture())
        for number in 1...50 {
            let refusal = StreamRefusal(
                site.fixture.hub,
                DeviceIdentity(DeviceID(checked: "d\(number)")),
                "192.0.2.66",
                "t\(number)"
            )
            site.fixture.control.streams.refused(refusal, HubError(.unauthorizedAccess, "wrong"))
        }
        await site.fixture.control.activity.keepHouse()
        await site.fixture.control.activity.write()
        let records = try await site.list().value
        #expect(records.filter { $0.resultType == "IotHubUnauthorizedAccess" }.count == 10)
        #expect(records.filter { $0.operationName == "recordsDropped" }.map(\.properties.count) == [40])
        #expect(site.fixture.control.activity.dropped == 40)
    }

    @Test func `a login that is refused is on record`() async throws {
        let site = LogSite(try await ControlFixture())
        try await site.fixture.make("d")
        let login = try await site.fixture.login("d", key: World.real.newKey())
        await #expect(throws: HubError.self) {
            try await site.fixture.control.connections.connect(login, link: WiredDevice().link)
        }
        let record = try #require(try await site.list().value.first)
        #expect(record.category == "Connections")
        #expect(record.operationName == "deviceConnect")
        #expect(record.resultType == "IotHubUnauthorizedAccess")
        #expect(record.properties.deviceId?.text == "d")
        #expect(record.properties.callerAddress == "192.0.2.7")
    }

    @Test func `a request that waits for its device leaves one record, whatever comes of it`() async throws {
        let site = LogSite(try await ControlFixture())
        _ = try await site.fixture.connected("deaf", WiredDevice(delivery: .notListening))
        await site.fail(["deaf"])
        try await site.fixture.make("away")
        await site.fail(["away"])
        let requests = try await site.list().value.filter { $0.operationName == "streamRequest" }
        #expect(requests.map(\.resultType) == ["DeviceNotOnline", "DeviceNotListening"])
        #expect(requests.map(\.properties.stage) == [.lookup, .deliver])
    }
}
