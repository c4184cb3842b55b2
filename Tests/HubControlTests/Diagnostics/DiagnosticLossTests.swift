import HubModel
import HubStore
import Metering
import TestSupport
import Testing

@testable import HubControl

/// What a destination never gets, and how its setting tells.
@Suite(.timeLimit(.minutes(1))) struct DiagnosticLossTests {
    private func metric(_ hub: LoggingHub, _ reason: String) -> Substring? {
        hub.fixture.control.metrics.page().split(separator: "\n")
            .first { $0.hasPrefix("devicestream_diagnostic_records_dropped_total{reason=\"\(reason)\"}") }?
            .split(separator: " ").last
    }

    @Test(
        arguments: [
            "record = '{'", "record = ''", "record = x'00FF'", "hash = 5",
            "record = replace(record, 'streamRequest', 'somethingElse')",
            "record = replace(record, '\"time\"', '\"when\"')",
        ]
    )
    func `a record that cannot be read is passed over and counted`(_ damage: String) async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.put("hook")
        try await hub.log(devices: ["a", "b", "c"])
        try await hub.tamper("UPDATE activity SET \(damage) WHERE sequence = 2")
        try await hub.whileRunning {
            #expect(await receiver.next()?.devices == ["a", "c"])
            try await hub.log(devices: ["d"])
            #expect(await receiver.next()?.devices == ["d"])
        }
        let delivery = try #require(try await hub.get("hook").delivery)
        #expect(delivery.dropped == 1)
        #expect(delivery.lastError == nil)
        #expect(metric(hub, "unreadable") == "1")
        #expect(metric(hub, "removed") == "0")
    }

    @Test func `a log of which nothing can be read does not hold up what comes after`() async throws {
        let hub = try await LoggingHub()
        let (all, some) = (Receiver(), Receiver())
        hub.settings.pumps.attach { _, destination, _ in destination.kind == .file ? some : all }
        try await hub.put("all")
        try await hub.put("some", [.connections], to: .file(LogFile(name: LogFileName("some"))), secret: nil)
        try await hub.log(devices: (0..<DiagnosticFraming.maximumRecords + 100).map { "d\($0)" })
        try await hub.tamper("UPDATE activity SET record = 'x'")
        try await hub.log(.connections, devices: ["last"])
        try await hub.whileRunning {
            #expect(await all.next()?.devices == ["last"])
            #expect(await some.next()?.devices == ["last"])
            try await hub.log(.connections, devices: ["more"])
            #expect(await all.next()?.devices == ["more"])
            #expect(await some.next()?.devices == ["more"])
        }
        #expect(try await hub.get("all").delivery?.dropped == 600)
        // The category stands beside the record: these were none of its own.
        #expect(try await hub.get("some").delivery?.dropped == 0)
    }

    @Test func `what nobody can read at the end of a log is counted before anything is delivered`() async throws {
        let hub = try await LoggingHub()
        let receiver = Receiver()
        hub.attach(receiver)
        try await hub.put("hook")
        try await hub.log(devices: ["a"])
        try await hub.tamper("UPDATE activity SET record = 'x'")
        let pumps = hub.settings.pumps
        try await withThrowingTaskGroup { group in
            group.addTask { await pumps.run() }
            defer { group.cancelAll() }
            // The test's limit ends it where it never is.
            while try await hub.get("hook").delivery?.dropped != 1 { await Task.yield() }
        }
        #expect(try await hub.get("hook").delivery?.lastDeliveredAt == nil)
    }

    @Test func `what the log did not take in is counted where it was wanted`() async throws {
        let hub = try await LoggingHub()
        let (streams, connections) = (Receiver(), Receiver())
        hub.settings.pumps.attach { _, destination, _ in destination.kind == .file ? connections : streams }
        try await hub.put("streams", [.deviceStreams])
        try await hub.put("own", [.connections], to: .file(LogFile(name: LogFileName("own"))), secret: nil)
        for number in 1...RefusalCounter.perSecond + 7 {
            let identity = DeviceIdentity(DeviceID(checked: "d\(number)"))
            hub.fixture.control.streams.refused(
                StreamRefusal(hub.fixture.hub, identity, "192.0.2.66", "t\(number)"),
                HubError(.unauthorizedAccess, "wrong")
            )
        }
        await hub.fixture.control.activity.keepHouse()
        await hub.fixture.control.activity.write()
        try await hub.whileRunning {
            #expect(await streams.next()?.items.count == RefusalCounter.perSecond + 1)
            #expect(await connections.next()?.items.map(\.record.operationName) == [.recordsDropped])
            try await hub.log(.logIntegrity, devices: ["last"])
            #expect(await streams.next()?.devices == ["last"])
            #expect(await connections.next()?.devices == ["last"])
        }
        #expect(try await hub.get("streams").delivery?.dropped == 7)
        #expect(try await hub.get("own").delivery?.dropped == 0)
        #expect(metric(hub, "notKept") == "7")
    }

    @Test func `what finds no room is told once there is room, by category`() async throws {
        let hub = try await LoggingHub()
        let activity = hub.fixture.control.activity
        let devices = Array(repeating: "d", count: ActivityLog.capacity)
        try hub.append(devices: devices)
        try hub.append(.connections, devices: ["e", "e"])
        try hub.append(devices: ["f"])
        // There is no room to tell of it, either.
        activity.tellLosses()
        await activity.write()
        #expect(activity.dropped == 3)
        activity.tellLosses()
        await activity.write()
        let id = hub.id
        let told = try await hub.fixture.store.read { (reading) throws(HubError) in
            try reading.activity(hub: id, after: Int64(ActivityLog.capacity), limit: 10)
        }.compactMap(\.record?.record.properties)
        #expect(
            told.map { "\($0.droppedCategory ?? "-") \($0.count ?? 0)" }.sorted() == [
                "Connections 2", "DeviceStreams 1",
            ]
        )
    }
}
