import GRDB
import HubModel
import Testing

@testable import HubStore

struct ClientQueryTests {
    private static let digest = [UInt8](repeating: 7, count: 32)

    private static func row(_ kind: TokenKind) throws -> TokenRow {
        TokenRow(
            id: try TokenID("id"),
            kind: kind,
            name: "n",
            role: .reader,
            rights: [],
            hubs: nil,
            createdAt: Timestamp(seconds: 1),
            expiresAt: nil,
            createdBy: nil
        )
    }

    @Test(arguments: TokenKind.allCases)
    func `a client is found by its id alone, and a token by its digest`(_ kind: TokenKind) async throws {
        let store = try HubStore.open(.memory, masterKey: .new(.real), world: .real)
        let row = try Self.row(kind)
        try await store.write { (writing) throws(HubError) in try writing.insertToken(row, digest: Self.digest) }
        let (token, client, either) = try await store.read { (reading) throws(HubError) in
            (try reading.token(digest: Self.digest), try reading.client(row.id), try reading.token(id: row.id))
        }
        #expect(token == (kind == .token ? row : nil))
        #expect(client?.row == (kind == .client ? row : nil))
        #expect(client?.digest == (kind == .client ? Self.digest : nil))
        #expect(either == row)
    }

    @Test func `a token from before there were clients stays one`() throws {
        let queue = try DatabaseQueue()
        let before = Migrations.all.prefix { $0 != Migrations.migration5 }
        try queue.writeWithoutTransaction { database in
            for step in before { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(before.count)")
            try database.execute(
                sql: """
                    INSERT INTO tokens (id, digest, name, role, rights, created_at)
                    VALUES ('old', x'01', 'n', 'owner', '["keys"]', 1)
                    """
            )
            try Migrations.apply(to: database)
        }
        let kinds = try queue.read { try String.fetchAll($0, sql: "SELECT kind FROM tokens") }
        #expect(kinds == ["token"])
    }

    @Test func `hubs of a group are found along an index, in any case of its name`() async throws {
        let (store, _) = try await Sample.store()
        var row = try Sample.hub("second")
        row.resourceGroup = "Plant7"
        let other = row
        _ = try await store.write { (writing) throws(HubError) in try writing.insertHub(other) }
        let (found, plan) = try await store.read { (reading) throws(HubError) in
            let found = try reading.hubs(after: nil, limit: 10, within: nil, group: "PLANT7")
            let plan: [String] = try reading.connection.rows(
                """
                EXPLAIN QUERY PLAN SELECT id FROM hubs
                WHERE name_key > '' AND lower(resource_group) = 'plant7' ORDER BY name_key LIMIT 10
                """
            ) { row in try row.need("detail") }
            return (found, plan)
        }
        #expect(found.map(\.name.text) == ["second"])
        #expect(plan.contains { $0.contains("hubs_by_group") })
        #expect(!plan.contains { $0.contains("TEMP B-TREE") })
    }

    @Test func `secrets of two purposes differ, and stay the same`() throws {
        let key = MasterKey.new(.real)
        let stores = try [key, key, .new(.real)].map { try HubStore.open(.memory, masterKey: $0, world: .real) }
        let one = stores[0].secret(for: "a", count: 32)
        #expect(one.bytes.count == 32)
        #expect(one == stores[1].secret(for: "a", count: 32))
        #expect(one != stores[0].secret(for: "b", count: 32))
        #expect(one != stores[2].secret(for: "a", count: 32))
    }
}
