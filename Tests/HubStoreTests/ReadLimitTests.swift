import HubModel
import Testing

@testable import HubStore

/// Reads that have an end in time.
struct ReadLimitTests {
    private static let late = HubError(.argumentInvalid, "late")
    /// Never has all its rows.
    private static let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

    @Test(.timeLimit(.minutes(1)), arguments: [false, true])
    func `a read that takes too long is interrupted, and the connection is good for others`(isFile: Bool) async throws {
        let directory = try TemporaryDirectory()
        let store =
            if isFile {
                try HubStore.open(directory: directory.path, world: .real)
            } else {
                try HubStore.open(.memory, masterKey: .new(.real), world: .real)
            }
        defer { store.close() }
        // More often than there are connections: none of them is lost.
        for _ in 0...HubStore.readers {
            let error = await #expect(throws: HubError.self) {
                try await store.read(within: .milliseconds(20), orThrow: Self.late) { (reading) throws(HubError) in
                    try reading.connection.rows(Self.endless) { _ in 0 }.count
                }
            }
            #expect(error == Self.late)
        }
        let names = try await store.read(within: .seconds(60), orThrow: Self.late) { (reading) throws(HubError) in
            try reading.allHubs().map(\.name)
        }
        #expect(names == [])
    }

    @Test func `what goes wrong in a read with a limit is what went wrong`() async throws {
        let (store, _) = try await Sample.store()
        let problem = HubError(.hubNotFound, "none")
        let error = await #expect(throws: HubError.self) {
            try await store.read(within: .seconds(60), orThrow: Self.late) { (_) throws(HubError) -> Int in
                throw problem
            }
        }
        #expect(error == problem)
    }
}
