import GRDB
import HubModel
import Testing

@testable import HubStore

@Suite struct DiagnosticSettingQueryTests {
    private func row(_ name: String, hub: Int64) throws -> DiagnosticSettingRow {
        DiagnosticSettingRow(
            hubID: hub,
            name: try DiagnosticSettingName(name),
            categories: [.connections],
            destination: .webhook(try WebhookURL("https://hooks.example.com/")),
            etag: "e",
            createdAt: Timestamp(seconds: 1),
            updatedAt: Timestamp(seconds: 2)
        )
    }

    @Test func `a hub of before gets its own log, and one that was removed does not`() throws {
        let queue = try DatabaseQueue()
        let before = Migrations.all.prefix { $0 != Migrations.migration9 }
        try queue.writeWithoutTransaction { database in
            for step in before { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(before.count)")
            for (id, key) in [(1, "'hub'"), (2, "NULL")] {
                try database.execute(
                    sql: """
                        INSERT INTO hubs (id, name, name_key, location, resource_group, tags, limits, ips, created_at,
                            updated_at, allowlist_version, allowlist_updated_at, host_base)
                        VALUES (\(id), 'hub', \(key), 'local', 'default', '{}', '{}', '[]', 5, 6, 1, 1, 'a:1')
                        """
                )
            }
            try Migrations.apply(to: database)
        }
        let rows = try queue.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM diagnostic_settings").map(DiagnosticSettingRow.init)
        }
        #expect(rows.map(\.hubID) == [1])
        #expect(rows.first?.name == .standard)
        #expect(rows.first?.destination == .local)
        #expect(rows.first?.categories == DiagnosticCategory.allCases)
        #expect(rows.first?.createdAt == Timestamp(milliseconds: 5))
        #expect(rows.first?.etag.isEmpty == false)
    }

    @Test func `what is delivered is counted beside what the owner changes`() async throws {
        let (store, hub) = try await Sample.store()
        let sample = try row("a", hub: hub)
        let found = try await store.write { (writing) throws(HubError) in
            var row = sample
            row.id = try writing.insertDiagnosticSetting(row, secret: nil)
            try writing.advanceDiagnosticSetting(id: row.id, to: 7, delivered: 3, dropped: 2, at: Timestamp(seconds: 9))
            try writing.failDiagnosticSetting(id: row.id, "Why.", at: Timestamp(seconds: 10))
            row.categories = [.deviceStreams]
            try writing.updateDiagnosticSetting(row, secret: nil)
            try writing.advanceDiagnosticSetting(
                id: row.id,
                to: 9,
                delivered: 2,
                dropped: 0,
                at: Timestamp(seconds: 11)
            )
            return try writing.diagnosticSetting(id: row.id)
        }
        #expect(found?.cursor == 9)
        #expect(found?.categories == [.deviceStreams])
        #expect(
            found?.delivery
                == DiagnosticDelivery(
                    delivered: 5,
                    dropped: 2,
                    lastDeliveredAt: Timestamp(seconds: 11),
                    lastFailedAt: Timestamp(seconds: 10),
                    lastError: "Why."
                )
        )
    }

    @Test func `a sealed secret that is moved to another setting does not open`() async throws {
        let (store, hub) = try await Sample.store()
        let (one, two) = (try row("a", hub: hub), try row("b", hub: hub))
        let secret = Secret(text: "sixteen-bytes-ok")
        try await store.write { (writing) throws(HubError) in
            _ = try writing.insertDiagnosticSetting(one, secret: secret)
            _ = try writing.insertDiagnosticSetting(two, secret: nil)
            try writing.connection.execute(
                "UPDATE diagnostic_settings SET secret = (SELECT secret FROM diagnostic_settings WHERE name = 'a')"
            )
        }
        let name = one.name
        let opened = try await store.read { (reading) throws(HubError) in
            try reading.diagnosticSecret(hub: hub, name)
        }
        #expect(opened == secret)
        let other = two.name
        await #expect(throws: HubError.self) {
            try await store.read { (reading) throws(HubError) in try reading.diagnosticSecret(hub: hub, other) }
        }
    }
}
