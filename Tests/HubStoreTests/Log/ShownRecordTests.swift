import GRDB
import Testing

@testable import HubStore

@Suite struct ShownRecordTests {
    @Test func `records of before the log knew what it shows are shown`() throws {
        let queue = try DatabaseQueue()
        let before = Migrations.all.prefix { $0 != Migrations.migration11 }
        let shown = try queue.writeWithoutTransaction { database in
            for step in before { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(before.count)")
            try database.execute(
                sql: """
                    INSERT INTO activity (hub_id, sequence, at, category, operation, result_type, level, duration_ms,
                        total_bytes, hash, record)
                    VALUES (1, 1, 5, 'Connections', 'deviceConnect', 'Success', 'Information', 0, 900, x'00', '{}')
                    """
            )
            try Migrations.apply(to: database)
            return try Int.fetchAll(database, sql: "SELECT shown FROM activity")
        }
        #expect(shown == [1])
    }
}
