import Foundation
import GRDB
import HubModel
import Testing

@testable import HubStore

struct StateTests {
    private func search(_ directory: TemporaryDirectory, for key: Secret) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: directory.path + "/" + name))
            return data.range(of: Data(key.bytes)) != nil || data.range(of: Data(key.base64.utf8)) != nil
        }
    }

    @Test func `files of the state are private, and what was written is there after another opening`() async throws {
        let directory = try TemporaryDirectory()
        let row = try Sample.hub("hub")
        let device = try Sample.device("press", tags: ["site": "b"])
        let keys = Sample.keys()
        let first = try HubStore.open(directory: directory.path, world: .real)
        let hub = try await first.write { (writing) throws(HubError) in
            let id = try writing.insertHub(row)
            try writing.insertDevice(hub: id, device, keys: keys)
            return id
        }
        #expect(directory.mode("devicestream.db") == 0o600)
        #expect(directory.mode("devicestream.db-wal") == 0o600)
        #expect(directory.mode("master.key") == 0o600)
        #expect(try search(directory, for: keys.primaryKey) == [])
        #expect(try search(directory, for: keys.secondaryKey) == [])
        first.close()
        let second = try HubStore.open(directory: directory.path, world: .real)
        defer { second.close() }
        let (found, opened) = try await second.read { (reading) throws(HubError) in
            (try reading.device(hub: hub, device.deviceID), try reading.deviceKeys(hub: hub, device.deviceID))
        }
        #expect(found == device)
        #expect(opened == keys)
    }

    @Test func `a key that is moved to another device or slot does not open`() async throws {
        let (store, hub) = try await Sample.store()
        let rows = [try Sample.device("a"), try Sample.device("b")]
        try await store.write { (writing) throws(HubError) in
            for row in rows { try writing.insertDevice(hub: hub, row, keys: Sample.keys()) }
            try writing.connection.execute(
                """
                UPDATE devices SET primary_key = (SELECT primary_key FROM devices WHERE device_id = 'a')
                WHERE device_id = 'b'
                """
            )
            try writing.connection.execute("UPDATE devices SET secondary_key = primary_key WHERE device_id = 'a'")
        }
        for row in rows {
            let error = await #expect(throws: HubError.self) {
                try await store.read { (reading) throws(HubError) in try reading.deviceKeys(hub: hub, row.deviceID) }
            }
            #expect(error?.code == .serverError)
        }
    }

    @Test func `a database of a newer version is refused and stays as it is`() async throws {
        let directory = try TemporaryDirectory()
        try HubStore.open(directory: directory.path, world: .real).close()
        let path = directory.path + "/devicestream.db"
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let error = #expect(throws: HubError.self) { try HubStore.open(directory: directory.path, world: .real) }
        #expect(error?.message.contains("newer version") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `a database without its master key, or with another, is refused`() throws {
        let directory = try TemporaryDirectory()
        try HubStore.open(directory: directory.path, world: .real).close()
        let key = URL(fileURLWithPath: directory.path + "/master.key")
        let other = Base64.encode(World.real.randomBytes(32))
        try Data(other.utf8).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let wrong = #expect(throws: HubError.self) { try HubStore.open(directory: directory.path, world: .real) }
        #expect(wrong?.message.contains("not the one") == true)
        try FileManager.default.removeItem(at: key)
        let missing = #expect(throws: HubError.self) { try HubStore.open(directory: directory.path, world: .real) }
        #expect(missing?.message.contains("missing") == true)
        #expect(!FileManager.default.fileExists(atPath: key.path))
    }

    @Test func `one state directory serves one server`() throws {
        let directory = try TemporaryDirectory()
        let lock = try StateLock.acquire(in: directory.path)
        let error = #expect(throws: HubError.self) { try StateLock.acquire(in: directory.path) }
        #expect(error?.message.contains("(process \(ProcessInfo.processInfo.processIdentifier))") == true)
        lock.release()
        try StateLock.acquire(in: directory.path).release()
    }

    @Test func `rights of others on a state directory are taken away`() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
        try Data().write(to: URL(fileURLWithPath: directory.path + "/lost+found"))
        try StateDirectory.prepare(directory.path)
        #expect(directory.mode("") == 0o700)
    }

    @Test func `a directory that is in use for something else keeps its rights`() throws {
        let directory = try TemporaryDirectory()
        let manager = FileManager.default
        try Data("x".utf8).write(to: URL(fileURLWithPath: directory.path + "/notes"))
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
        let error = #expect(throws: HubError.self) { try StateDirectory.prepare(directory.path) }
        #expect(error?.message.contains("'notes'") == true)
        #expect(directory.mode("") == 0o755)
        // What is closed already takes nothing from anybody.
        try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: directory.path)
        try StateDirectory.prepare(directory.path)
        // A server's own may hold more than the server put there.
        try manager.setAttributes([.posixPermissions: 0o750], ofItemAtPath: directory.path)
        try Data("x".utf8).write(to: URL(fileURLWithPath: directory.path + "/master.key"))
        try StateDirectory.prepare(directory.path)
        #expect(directory.mode("") == 0o700)
    }

    @Test func `a database that is damaged is named, with the reason and the way back`() throws {
        // The whole file, and all but its first page, which alone says that it is a database.
        for offset in [0, 4096] {
            let directory = try TemporaryDirectory()
            try HubStore.open(directory: directory.path, world: .real).close()
            let path = directory.path + "/devicestream.db"
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            let size = try file.seekToEnd()
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: Data(repeating: UInt8(ascii: "x"), count: Int(size) - offset))
            try file.close()
            let error = #expect(throws: HubError.self) { try HubStore.open(directory: directory.path, world: .real) }
            #expect(error?.code == .localFailure)
            #expect(error?.message.contains("'\(path)' cannot be used: ") == true, "\(error?.message ?? "")")
            #expect(error?.hint?.contains("backup") == true)
        }
    }
}
