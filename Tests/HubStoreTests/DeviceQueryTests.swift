import GRDB
import HubModel
import Testing

@testable import HubStore

struct DeviceQueryTests {
    static let filters: [DeviceFilter] = [
        DeviceFilter(),
        DeviceFilter(status: .disabled),
        DeviceFilter(connectionState: .connected),
        DeviceFilter(status: .enabled, connectionState: .connected),
        DeviceFilter(tag: .init(name: "site")),
        DeviceFilter(tag: .init(name: "site", value: "b")),
        DeviceFilter(status: .disabled, tag: .init(name: "site", value: "b")),
        DeviceFilter(connectionState: .connected, tag: .init(name: "site")),
        DeviceFilter(prefix: "d-1"),
        DeviceFilter(status: .enabled, prefix: "d-1"),
        DeviceFilter(tag: .init(name: "site", value: "b"), prefix: "d-1"),
    ]

    private static func matches(_ row: DeviceRow, _ filter: DeviceFilter) -> Bool {
        if let status = filter.status, row.status != status { return false }
        if let state = filter.connectionState, row.connectionState != state { return false }
        if let prefix = filter.prefix, !row.deviceID.text.hasPrefix(prefix) { return false }
        if let tag = filter.tag {
            guard let value = row.tags.texts[tag.name] else { return false }
            if let wanted = tag.value, value != wanted { return false }
        }
        return true
    }

    @Test(arguments: filters)
    func `a filtered list holds what the filter says, page after page`(filter: DeviceFilter) async throws {
        let (store, hub) = try await Sample.store()
        let rows = try (0..<300).map { index in
            try Sample.device(
                "d-\(index * 7919 % 300)",
                status: index % 3 == 0 ? .disabled : .enabled,
                state: index % 5 == 0 ? .connected : .disconnected,
                tags: index % 2 == 0 ? ["site": index % 4 == 0 ? "a" : "b", "n": "\(index)"] : [:]
            )
        }
        try await store.write { (writing) throws(HubError) in
            for row in rows { try writing.insertDevice(hub: hub, row, keys: nil) }
        }
        var found: [DeviceID] = []
        var after: DeviceID?
        while true {
            let start = after
            let page = try await store.read { (reading) throws(HubError) in
                try reading.devices(hub: hub, matching: filter, after: start, limit: 7)
            }
            found += page.map(\.deviceID)
            guard page.count == 7 else { break }
            after = page.last?.deviceID
        }
        let expected = rows.filter { Self.matches($0, filter) }.map(\.deviceID).sorted { $0.text < $1.text }
        #expect(found == expected)
        #expect(!found.isEmpty)
    }

    @Test(arguments: filters)
    func `every filter goes along an index and sorts nothing`(filter: DeviceFilter) async throws {
        let (store, hub) = try await Sample.store()
        let after = try DeviceID("d-2")
        let plan = try await store.read { (reading) throws(HubError) in
            let selection = DeviceSelection(hub: hub, filter, after: after, limit: 10)
            return try reading.connection.rows("EXPLAIN QUERY PLAN " + selection.sql, selection.values) { row in
                row["detail"] as String
            }
        }
        #expect(!plan.isEmpty)
        for step in plan {
            #expect(step.hasPrefix("SEARCH"), "\(plan)")
            #expect(!step.contains("TEMP B-TREE"), "\(plan)")
        }
    }

    @Test func `the number of devices of a hub is kept`() async throws {
        let (store, hub) = try await Sample.store()
        let rows = try ["a", "b", "c"].map { try Sample.device($0) }
        try await store.write { (writing) throws(HubError) in
            for row in rows { try writing.insertDevice(hub: hub, row, keys: nil) }
            _ = try writing.deleteDevice(hub: hub, rows[1].deviceID)
            _ = try writing.deleteDevice(hub: hub, rows[1].deviceID)
        }
        let name = try HubName("HUB")
        let row = try await store.read { (reading) throws(HubError) in try reading.hub(name) }
        #expect(row?.deviceCount == 2)
    }

    @Test func `a device id is taken once in a hub, in its own case`() async throws {
        let (store, hub) = try await Sample.store()
        let (lower, upper) = (try Sample.device("press"), try Sample.device("PRESS"))
        try await store.write { (writing) throws(HubError) in
            try writing.insertDevice(hub: hub, lower, keys: nil)
            try writing.insertDevice(hub: hub, upper, keys: nil)
        }
        let error = await #expect(throws: HubError.self) {
            try await store.write { (writing) throws(HubError) in
                try writing.insertDevice(hub: hub, lower, keys: nil)
            }
        }
        #expect(error?.code == .deviceAlreadyExists)
    }

    @Test func `a removed hub frees its name at once and its devices go in batches`() async throws {
        let (store, hub) = try await Sample.store()
        let rows = try (0..<25).map { try Sample.device("d\($0)", tags: ["n": "1"]) }
        let again = try Sample.hub("hub")
        let new = try await store.write { (writing) throws(HubError) in
            for row in rows { try writing.insertDevice(hub: hub, row, keys: nil) }
            try writing.removeHub(hub)
            return try writing.insertHub(again)
        }
        #expect(new != hub)
        var turns = 0
        while try await store.write({ (writing) throws(HubError) in try writing.purgeRemovedHubs(limit: 10) }) {
            turns += 1
        }
        #expect(turns == 3)
        let left = try await store.read { (reading) throws(HubError) in
            try reading.connection.rows("SELECT (SELECT COUNT(*) FROM devices) + (SELECT COUNT(*) FROM device_tags)") {
                $0[0] as Int
            }
        }
        #expect(left == [0])
    }
}
