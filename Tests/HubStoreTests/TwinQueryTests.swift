import GRDB
import HubModel
import Synchronization
import Testing

@testable import HubStore

/// Twins and modules as they are stored.
struct TwinQueryTests {
    private static let module = ModuleID(checked: "cam")

    private static func moduleRow(_ device: DeviceID) -> ModuleRow {
        ModuleRow(
            deviceID: device,
            moduleID: module,
            generationID: "1",
            etag: "e",
            managedBy: "us",
            authentication: DeviceAuthentication(type: .sas),
            tags: ["a": .integer(1)],
            twinETag: "t",
            twinVersion: 3,
            createdAt: Sample.now,
            updatedAt: Sample.now
        )
    }

    @Test func `properties that nobody wrote are empty, and those that were come back`() async throws {
        let (store, hub) = try await Sample.store()
        let device = try Sample.device("d", tags: ["site": "b"])
        let twin = try await store.write { (writing) throws(HubError) in
            try writing.insertDevice(hub: hub, device, keys: nil)
            var twin = try writing.twin(hub: hub, device)
            #expect(twin.desired == TwinProperties(at: Sample.now) && twin.reported == twin.desired)
            #expect(twin.tags == ["site": .string("b")])
            twin.desired.merge(["x": .object(["y": .number(1.5)])], at: Sample.now, showsVersion: true)
            twin.reported.merge(["z": .array([.null, .bool(true)])], at: Sample.now, showsVersion: false)
            try writing.setTwinProperties(hub: hub, DeviceIdentity(device.deviceID), twin)
            return twin
        }
        #expect(try await store.read { (reading) throws(HubError) in try reading.twin(hub: hub, device) } == twin)
    }

    @Test func `a module has keys of its own, and goes with its device`() async throws {
        let (store, hub) = try await Sample.store()
        let (device, keys) = (try Sample.device("d"), Sample.keys())
        let row = Self.moduleRow(device.deviceID)
        let identity = DeviceIdentity(device.deviceID, module: Self.module)
        try await store.write { (writing) throws(HubError) in
            try writing.insertDevice(hub: hub, device, keys: Sample.keys())
            try writing.insertModule(hub: hub, row, keys: keys)
            try writing.setTwinProperties(hub: hub, identity, writing.twin(hub: hub, row))
        }
        let (found, sealed) = try await store.read { (reading) throws(HubError) in
            (
                try reading.modules(hub: hub, of: device.deviceID),
                try reading.moduleKeys(hub: hub, device.deviceID, Self.module)
            )
        }
        #expect(found == [row])
        #expect(sealed == keys)
        // A sealed key of the device is none of the module.
        try await store.write { (writing) throws(HubError) in
            _ = try writing.connection.execute("UPDATE modules SET primary_key = (SELECT primary_key FROM devices)")
        }
        await #expect(throws: HubError.self) {
            try await store.read { (reading) throws(HubError) in
                try reading.moduleKeys(hub: hub, device.deviceID, Self.module)
            }
        }
        let left = try await store.write { (writing) throws(HubError) in
            _ = try writing.deleteDevice(hub: hub, device.deviceID)
            return try writing.connection.row(
                "SELECT (SELECT COUNT(*) FROM modules) + (SELECT COUNT(*) FROM twins) AS count"
            ) { try $0.need("count", Int.self) }
        }
        #expect(left == 0)
    }

    @Test func `devices are counted by their states`() async throws {
        let (store, hub) = try await Sample.store()
        let rows = try (0..<12).map { number in
            try Sample.device(
                "d\(number)",
                status: number % 3 == 0 ? .disabled : .enabled,
                state: number % 2 == 0 ? .connected : .disconnected
            )
        }
        try await store.write { (writing) throws(HubError) in
            for row in rows { try writing.insertDevice(hub: hub, row, keys: nil) }
        }
        for status in [DeviceStatus?.none, .enabled, .disabled] {
            for state in [ConnectionState?.none, .connected, .disconnected] {
                let count = try await store.read { (reading) throws(HubError) in
                    try reading.countDevices(hub: hub, matching: DeviceFilter(status: status, connectionState: state))
                }
                let expected = rows.count {
                    $0.status == status ?? $0.status && $0.connectionState == state ?? $0.connectionState
                }
                #expect(count == expected)
            }
        }
    }

    @Test func `a part of a transaction that fails leaves no trace, and the rest goes on`() async throws {
        let (store, hub) = try await Sample.store()
        let (first, second) = (try Sample.device("a"), try Sample.device("b"))
        try await store.write { (writing) throws(HubError) in
            try writing.insertDevice(hub: hub, first, keys: nil)
            do throws(HubError) {
                try writing.attempt { () throws(HubError) in
                    try writing.insertDevice(hub: hub, second, keys: nil)
                    throw HubError(.forbidden, "on purpose")
                }
            } catch {
                #expect(error.code == .forbidden)
            }
        }
        let rows = try await store.read { (reading) throws(HubError) in
            try reading.devices(hub: hub, matching: DeviceFilter(), after: nil, limit: 10)
        }
        #expect(rows.map(\.deviceID.text) == ["a"])
    }

    @Test func `commits are told in their order, before the writers go on`() async throws {
        let (store, _) = try await Sample.store()
        let began = Numbers()
        let told = Numbers()
        await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<500 {
                group.addTask {
                    _ = try await store.write { (_) throws(HubError) -> Int in
                        began.add(number)
                        if number % 5 == 0 { throw HubError(.forbidden, "on purpose") }
                        return number
                    } committed: { number in
                        told.add(number)
                    }
                    #expect(told.all.contains(number))
                }
            }
            while let outcome = await group.nextResult() {
                if case .failure(let error) = outcome { #expect((error as? HubError)?.code == .forbidden) }
            }
        }
        #expect(told.all == began.all.filter { $0 % 5 != 0 })
    }

    @Test func `devices of an older database have tags for their twins`() async throws {
        let directory = try TemporaryDirectory()
        try HubStore.open(directory: directory.path, world: .real).close()
        let queue = try DatabaseQueue(path: directory.path + "/devicestream.db")
        // As version 3 left it: the key's proof stays, all else is made anew.
        try await queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            let tables = try String.fetchAll(
                database,
                sql:
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('settings', 'sqlite_sequence')"
            )
            for table in tables { try database.execute(sql: "DROP TABLE \(table)") }
            try database.execute(sql: "ALTER TABLE settings RENAME TO kept")
            for step in Migrations.all.prefix(3) { try database.execute(sql: step) }
            try database.execute(
                sql: "INSERT INTO settings SELECT * FROM kept; DROP TABLE kept; PRAGMA user_version = 3"
            )
            try database.execute(
                sql: """
                    INSERT INTO hubs VALUES (1, 'hub', 'hub', 'local', 'default', '{}', '{}', '[]', 0, 0, 2027011501, 0, 'x:1', 1);
                    INSERT INTO devices VALUES (1, 'd', '1', 'old', 'enabled', NULL, 0, 'Disconnected', NULL, NULL,
                        '{"type":"sas"}', NULL, NULL, '{"site":"b"}', 0, 0)
                    """
            )
        }
        try queue.close()
        let store = try HubStore.open(directory: directory.path, world: .real)
        let row = try await store.read { (reading) throws(HubError) in
            try reading.device(hub: 1, DeviceID(checked: "d"))
        }
        #expect(row?.identityETag == "old" && row?.twinETag == "old" && row?.twinVersion == 1)
        #expect(row?.tags == ["site": .string("b")])
        store.close()
    }
}

/// Numbers in the order in which they came.
private final class Numbers: Sendable {
    private let value = Mutex<[Int]>([])

    var all: [Int] { value.withLock { $0 } }

    func add(_ number: Int) { value.withLock { $0.append(number) } }
}
