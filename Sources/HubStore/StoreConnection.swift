import GRDB
package import HubModel

/// One connection to the database, for as long as a transaction lasts.
struct StoreConnection {
    let database: Database
    let sealer: KeySealer

    typealias Value = (any DatabaseValueConvertible)?

    /// The rows of a query, each turned as it comes.
    ///
    /// Placeholders are `$1`, `$2` … and first appear in the text in that order.
    func rows<Result>(
        _ sql: String,
        _ values: [Value] = [],
        _ make: (Row) throws -> Result
    ) throws(HubError) -> [Result] {
        try StoreFailure.mapped {
            let statement = try database.cachedStatement(sql: sql)
            let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(values))
            var results: [Result] = []
            while let row = try cursor.next() { results.append(try make(row)) }
            return results
        }
    }

    /// Gives each row of a query that is asked once and not kept, until `take` wants no more.
    func eachRow(_ sql: String, _ values: [Value], _ take: (Row) throws -> Bool) throws(RowFailure) {
        do {
            let statement = try database.makeStatement(sql: sql)
            let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(values))
            while let row = try cursor.next(), try take(row) {}
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw .content(StoreFailure.described(error))
        } catch {
            throw .other(StoreFailure.described(error))
        }
    }

    /// The first row of a query.
    func row<Result>(
        _ sql: String,
        _ values: [Value] = [],
        _ make: (Row) throws -> Result
    ) throws(HubError) -> Result? {
        try rows(sql, values, make).first
    }

    /// Executes a statement; the result is the number of rows that it changed.
    @discardableResult
    func execute(_ sql: String, _ values: [Value] = []) throws(HubError) -> Int {
        try StoreFailure.mapped {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(values))
            return database.changesCount
        }
    }

    /// Does a part of a transaction that leaves no trace where it throws.
    func savepoint<Result>(_ work: () throws(HubError) -> Result) throws(HubError) -> Result {
        try StoreFailure.mapped {
            var result: Result?
            try database.inSavepoint {
                result = try work()
                return .commit
            }
            guard let result else { throw StoreFailure.damaged("savepoint without result") }
            return result
        }
    }

    /// Inserts a row and gives the id that the store made for it.
    func insert(_ sql: String, _ values: [Value]) throws(HubError) -> Int64 {
        try execute(sql, values)
        return database.lastInsertedRowID
    }
}

/// Queries that read.
///
/// They are written once, as extensions; those who write may read, too.
package protocol StoreQueries {
    /// The connection that they run on, which only this room sees.
    var handle: StoreHandle { get }
}

/// A connection that other rooms carry and cannot look into.
package struct StoreHandle {
    let connection: StoreConnection
}

/// Within a transaction that reads one state of the database.
package struct Reading: StoreQueries {
    package let handle: StoreHandle

    init(_ connection: StoreConnection) { handle = StoreHandle(connection: connection) }
}

/// Within a transaction that may change the database.
package struct Writing: StoreQueries {
    package let handle: StoreHandle

    init(_ connection: StoreConnection) { handle = StoreHandle(connection: connection) }

    /// Does a part of the transaction that leaves no trace where it throws; the rest goes on.
    package func attempt<Result>(_ work: () throws(HubError) -> Result) throws(HubError) -> Result {
        try connection.savepoint(work)
    }
}

extension StoreQueries {
    var connection: StoreConnection { handle.connection }
}
