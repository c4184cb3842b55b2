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
                detail: "\(error.resultCode)"
            )
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
            return HubError(
                .serviceUnavailable,
                "The server's database is busy; nothing was changed.",
                retryAfter: .seconds(1),
                detail: "\(error.resultCode)"
            )
        case let error as DatabaseError:
            // The message of SQLite names tables, never a value.
            return HubError(
                .serverError,
                "The server could not use its database.",
                detail: "\(error.extendedResultCode) \(error.message ?? "")"
            )
        case is CancellationError:
            return HubError(.requestTimeout, "The work was given up before it was done.")
        default:
            return HubError(.serverError, "The server could not use its database.", detail: "\(error)")
        }
    }

    /// A row that no version of this program wrote.
    static func damaged(_ what: String) -> HubError {
        HubError(.serverError, "The server could not read what it has stored.", detail: "damaged: \(what)")
    }
}
