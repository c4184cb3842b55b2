import GRDB
import HubModel

/// The one place where errors of the database become errors of ours.
enum StoreFailure {
    /// Runs queries, and turns what they throw.
    static func mapped<Value>(_ work: () throws -> Value) throws(HubError) -> Value {
        do {
            return try work()
        } catch {
            throw described(error)
        }
    }

    static func described(_ error: any Error) -> HubError {
        switch error {
        case let error as HubError:
            return error
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            return HubError(
                .serviceUnavailable,
                "The server's disk is full; nothing was changed.",
                retryAfter: .seconds(60),
                detail: reason(error)
            )
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
            return HubError(
                .serviceUnavailable,
                "The server's database is busy; nothing was changed.",
                retryAfter: .seconds(1),
                detail: reason(error)
            )
        case let error as DatabaseError:
            return HubError(.serverError, "The server could not use its database.", detail: reason(error))
        case is CancellationError:
            return HubError(.requestTimeout, "The work was given up before it was done.")
        default:
            return HubError(.serverError, "The server could not use its database.", detail: "\(error)")
        }
    }

    /// SQLite's own words, which name tables, never a value.
    private static func reason(_ error: DatabaseError) -> String {
        "\(error.message ?? "no reason given") (SQLite \(error.extendedResultCode.rawValue))"
    }

    /// Runs what opens a database, whose path and reason only the server's administrator reads.
    static func naming<Value>(
        _ path: String,
        _ work: () throws(HubError) -> Value
    ) throws(HubError) -> Value {
        do {
            return try work()
        } catch {
            guard let detail = error.detail else { throw error }
            let isFull = error.code == .serviceUnavailable
            throw HubError(
                .localFailure,
                "The database '\(path)' cannot be used: \(detail).",
                hint: isFull
                    ? "Make room on its disk, or stop who else uses it, then start again."
                    : "If it is damaged, restore it and 'master.key' from a backup into an empty directory."
            )
        }
    }

    /// A row that no version of this program wrote.
    static func damaged(_ what: String) -> HubError {
        HubError(.serverError, "The server could not read what it has stored.", detail: "damaged: \(what)")
    }
}
