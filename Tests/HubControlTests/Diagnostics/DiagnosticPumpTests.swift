import HubModel
import HubStore
import TestSupport
import Testing

@testable import HubControl

@Suite(.timeLimit(.minutes(1))) struct DiagnosticPumpTests {
    @Test func `records are delivered in their order, and the cursor follows`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.log(devices: ["before"])
        try await hub.put("hook")
        try await hub.log(devices: ["a", "b"])
        try await hub.whileRunning {
            #expect(await receiver.next()?.devices == ["a", "b"])
            try await hub.log(devices: ["c"])
            #expect(await receiver.next()?.devices == ["c"])
            // The next delivery shows that the one before was written down.
            try await hub.log(devices: ["d"])
            #expect(await receiver.next()?.devices == ["d"])
        }
        let delivery = try await hub.get("hook").delivery
        #expect(try #require(delivery).delivered >= 3)
        #expect(delivery?.dropped == 0)
        #expect(receiver.timesClosed == 1)
        #expect(receiver.taken.first?.id == "\(hub.id)-2-2-3")
        #expect(receiver.taken.first?.host == "hub.devicestream.localhost")
    }

    @Test func `only the categories that were chosen are delivered, and what the log says of itself`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.put("hook", [.connections])
        try await hub.log(.deviceStreams, devices: ["a"])
        try await hub.log(.connections, devices: ["b"])
        try await hub.log(.logIntegrity, devices: ["c"])
        try await hub.whileRunning { #expect(await receiver.next()?.devices == ["b", "c"]) }
    }

    @Test func `a batch that was not taken comes again, whole and with the same id`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        receiver.fail(DiagnosticFailure("The webhook answered 503.", status: 503))
        try await hub.put("hook")
        try await hub.log(devices: ["a"])
        try await hub.whileRunning {
            let first = try #require(await receiver.next())
            try await hub.log(devices: ["b"])
            let second = try #require(await receiver.next())
            #expect(first == second)
            #expect(await receiver.next()?.devices == ["b"])
        }
        let delivery = try #require(try await hub.get("hook").delivery)
        #expect(delivery.lastError == "The webhook answered 503.")
        #expect(delivery.lastFailedAt == hub.fixture.clock.now)
    }

    @Test func `after a restart the pump goes on where it was`() async throws {
        let before = try await LoggingHub()
        let receiver = Receiver()
        before.attach(receiver)
        try await before.put("hook")
        try await before.log(devices: ["a"])
        // As of a server that was killed: what was not acknowledged is still there.
        let hub = try await LoggingHub(before.fixture.restarted())
        hub.attach(receiver)
        try await hub.log(devices: ["b"])
        try await hub.whileRunning { #expect(await receiver.next()?.devices == ["a", "b"]) }
    }

    @Test func `what the log lost before it was delivered is counted`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.log(devices: ["before"])
        try await hub.put("hook")
        try await hub.log(devices: ["a", "b", "c"])
        try await hub.fixture.store.write { (writing) throws(HubError) in
            try writing.removeActivity(upTo: 3)
        }
        try await hub.whileRunning {
            #expect(await receiver.next()?.devices == ["c"])
            try await hub.log(devices: ["d"])
            #expect(await receiver.next()?.devices == ["d"])
        }
        #expect(try await hub.get("hook").delivery?.dropped == 2)
    }

    @Test func `a setting that is changed or deleted stops at once, and the new one goes on`() async throws {
        let hub = try await LoggingHub()
        let stuck = Receiver()
        stuck.getStuck()
        hub.attach(stuck)
        try await hub.put("hook")
        try await hub.log(devices: ["a"])
        let next = Receiver()
        try await hub.whileRunning {
            #expect(await stuck.next()?.devices == ["a"])
            hub.attach(next)
            try await hub.put("hook", [.deviceStreams])
            #expect(await next.next()?.devices == ["a"])
            #expect(stuck.timesClosed == 1)
            try await hub.settings.delete(hub.fixture.owner, hub.fixture.hub, DiagnosticSettingName("hook"), .none)
            let last = Receiver()
            hub.attach(last)
            try await hub.put("other")
            try await hub.log(devices: ["b"])
            #expect(await last.next()?.devices == ["b"])
        }
        #expect(stuck.taken.isEmpty)
        #expect(next.taken.map(\.devices) == [["a"]])
        #expect(next.timesClosed == 1)
    }

    @Test func `a hub that is deleted takes its pumps along, and its rows`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        receiver.getStuck()
        hub.attach(receiver)
        try await hub.put("hook")
        try await hub.log(devices: ["a"])
        let (store, id) = (hub.fixture.store, hub.id)
        try await hub.whileRunning {
            _ = await receiver.next()
            try await hub.fixture.control.hubs.delete(hub.fixture.owner, hub.fixture.hub, .none)
        }
        #expect(receiver.timesClosed == 1)
        let rows = try await store.read { (reading) throws(HubError) in try reading.diagnosticSettings(hub: id) }
        #expect(rows.isEmpty)
    }

    @Test func `large records make small batches`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.put("hook")
        let devices = (0..<1200).map { "d\($0)" }
        try await hub.log(devices: devices)
        try await hub.whileRunning {
            var found: [String] = []
            while found.count < devices.count, let batch = await receiver.next() {
                #expect(batch.items.count <= DiagnosticFraming.maximumRecords)
                found += batch.devices
            }
            #expect(found == devices)
        }
    }
}
