import HubModel
import Testing

@testable import HubStore

struct WriteQueueTests {
    @Test func `a write that fails leaves no trace and harms no other of its group`() async throws {
        let (store, hub) = try await Sample.store()
        let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                let row = try Sample.device("d\(index)")
                group.addTask {
                    do throws(HubError) {
                        try await store.write { (writing) throws(HubError) in
                            try writing.insertDevice(hub: hub, row, keys: nil)
                            if index % 4 == 0 { throw HubError(.forbidden, "on purpose") }
                        }
                        return true
                    } catch {
                        #expect(error.code == .forbidden)
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 150)
        let rows = try await store.read { (reading) throws(HubError) in
            try reading.devices(hub: hub, matching: DeviceFilter(), after: nil, limit: 1000)
        }
        #expect(rows.count == 150)
        #expect(!rows.contains { $0.deviceID.text == "d4" })
    }

    @Test func `a write sees what an earlier one of its group wrote`() async throws {
        let (store, _) = try await Sample.store()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await store.write { (writing) throws(HubError) in
                        let value = try writing.setting("n").flatMap { Int($0) } ?? 0
                        try writing.setSetting("n", String(value + 1))
                    }
                }
            }
            try await group.waitForAll()
        }
        let value = try await store.read { (reading) throws(HubError) in try reading.setting("n") }
        #expect(value == "100")
    }
}

struct ClosedStoreTests {
    @Test func `a closed store refuses what comes too late`() async throws {
        let (store, _) = try await Sample.store()
        store.close()
        let read = await #expect(throws: HubError.self) {
            try await store.read { (reading) throws(HubError) in try reading.setting("n") }
        }
        let written = await #expect(throws: HubError.self) {
            try await store.write { (writing) throws(HubError) in try writing.setSetting("n", "1") }
        }
        #expect(read?.code == .serviceUnavailable)
        #expect(written?.code == .serviceUnavailable)
    }
}
