import GRDB
import HubModel

@testable import HubStore

#if canImport(Glibc)
import Glibc
#endif

/// A state directory of a test's own, removed at its end.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/hubstore-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw HubError(.localFailure, "no temporary directory") }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for name in ["devicestream.db", "devicestream.db-wal", "devicestream.db-shm", "master.key", "lock"] {
            unlink(path + "/" + name)
        }
        rmdir(path)
    }

    func mode(_ name: String) -> UInt32 {
        var information = stat()
        return stat(path + "/" + name, &information) == 0 ? UInt32(information.st_mode & 0o7777) : 0
    }
}

/// What tests put into a store.
enum Sample {
    static let now = Timestamp(seconds: 1_800_000_000)

    static func hub(_ name: String) throws -> HubRow {
        HubRow(
            id: 0,
            name: try HubName(name),
            location: "local",
            resourceGroup: "default",
            tags: ["a": "ü"],
            limits: .standard,
            ips: ["192.0.2.1/32"],
            createdAt: now,
            updatedAt: now,
            allowlistVersion: AllowlistVersion(firstAt: now),
            allowlistUpdatedAt: now,
            hostBase: "example.test:443",
            deviceCount: 0
        )
    }

    static func device(
        _ id: String,
        status: DeviceStatus = .enabled,
        state: ConnectionState = .disconnected,
        tags: Tags = [:]
    ) throws -> DeviceRow {
        DeviceRow(
            deviceID: try DeviceID(id),
            generationID: "1",
            etag: "e",
            identityETag: "e",
            twinETag: "t",
            status: status,
            statusReason: nil,
            statusUpdatedAt: now,
            connectionState: state,
            connectionStateUpdatedAt: nil,
            lastActivityAt: nil,
            authentication: DeviceAuthentication(type: .sas),
            tags: JSONObject(tags: tags),
            createdAt: now,
            updatedAt: now
        )
    }

    static func keys() -> KeyPair { KeyPair(primaryKey: World.real.newKey(), secondaryKey: World.real.newKey()) }

    /// A store in memory with one hub.
    static func store() async throws -> (HubStore, Int64) {
        let store = try HubStore.open(.memory, masterKey: .new(.real), world: .real)
        let row = try hub("hub")
        let id = try await store.write { (writing) throws(HubError) in try writing.insertHub(row) }
        return (store, id)
    }
}
