import GRDB
import HubModel

/// The numbered steps from an empty database to the present one.
///
/// A step that was released is never changed; what it should have done differently is a step of its own.
enum Migrations {
    static let all: [String] = [
        migration1, migration2, migration3, migration4, migration5, migration6, migration7, migration8,
        migration9, migration10,
        // The eleventh changes nothing.
        "SELECT 1",
        migration12,
    ]

    static var newest: Int { all.count }

    /// Throws when a newer version of the program wrote the database.
    ///
    /// Reads only, so that the newer program finds everything as it left it.
    static func refuseNewer(_ database: Database, path: String) throws {
        let present = try version(of: database)
        guard present > newest else { return }
        throw HubError(
            .localFailure,
            "The database '\(path)' was written by a newer version: it has format \(present), this program knows "
                + "\(newest).",
            hint: "Start that version, or restore a backup from before the upgrade. Nothing was changed."
        )
    }

    /// Takes the steps that are missing, each whole or not at all.
    static func apply(to database: Database) throws {
        var present = try version(of: database)
        while present < newest {
            let step = all[present]
            let next = present + 1
            try database.inTransaction(.immediate) {
                try database.execute(sql: step)
                try database.execute(sql: "PRAGMA user_version = \(next)")
                return .commit
            }
            present = next
        }
    }

    private static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }
}
