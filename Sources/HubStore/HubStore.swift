import Foundation
import GRDB
package import HubModel
package import Metering
import Synchronization

/// What the hub remembers: hubs, allowlists, policies, devices, tokens.
///
/// Readers never wait for writers. A write that was answered is on the disk.
package struct HubStore: Sendable {
    package enum Location: Sendable {
        case memory
        case file(String)
    }

    static let fileName = "devicestream.db"
    /// Connections that read at once; more only compete for the processor.
    static let readers = 8
    /// Pages that each connection keeps in memory, in KiB.
    static let cacheKibibytes = 16 * 1024
    /// What stays of the write-ahead log after a long transaction, in bytes.
    static let journalLimit = 64 * 1024 * 1024

    private let database: any DatabaseWriter
    private let sealer: KeySealer
    private let queue: WriteQueue
    private let meters: StoreMeters
    private let isClosed = Flag()

    /// A value that copies of the store share.
    private final class Flag: Sendable {
        private let value = Mutex(false)
        var isSet: Bool { value.withLock { $0 } }
        func set() { value.withLock { $0 = true } }
    }

    /// Opens the database of a state directory; makes it, and the master key, on the first start.
    package static func open(
        directory: String,
        world: World,
        metrics: MetricRegistry = MetricRegistry()
    ) throws(HubError) -> HubStore {
        let path = directory + "/" + fileName
        let exists = PrivateFile.exists(path)
        if exists { try StoreFailure.naming(path) { () throws(HubError) in try refuseNewer(path) } }
        let key = try MasterKey.loadOrCreate(
            path: directory + "/" + MasterKey.fileName,
            databaseExists: exists,
            world: world
        )
        // SQLite gives its other files the mode of this one.
        if !exists { try PrivateFile.touch(path) }
        return try StoreFailure.naming(path) { () throws(HubError) in
            try open(.file(path), masterKey: key, world: world, metrics: metrics)
        }
    }

    package static func open(
        _ location: Location,
        masterKey: MasterKey,
        world: World,
        metrics: MetricRegistry = MetricRegistry()
    ) throws(HubError) -> HubStore {
        let sealer = KeySealer(masterKey, world: world)
        let database = try StoreFailure.mapped {
            let database: any DatabaseWriter =
                switch location {
                case .memory: try DatabaseQueue(configuration: configuration())
                case .file(let path): try DatabasePool(path: path, configuration: configuration())
                }
            try database.writeWithoutTransaction { connection in
                if case .file(let path) = location { try Migrations.refuseNewer(connection, path: path) }
                try Migrations.apply(to: connection)
                try check(sealer, StoreConnection(database: connection, sealer: sealer))
            }
            return database
        }
        return HubStore(database, sealer, StoreMeters(metrics, world: world))
    }

    private init(_ database: any DatabaseWriter, _ sealer: KeySealer, _ meters: StoreMeters) {
        self.database = database
        self.sealer = sealer
        self.meters = meters
        queue = WriteQueue(database, sealer)
    }

    /// A secret that follows from the master key and what it is for, so that it is stored nowhere.
    package func secret(for purpose: String, count: Int) -> Secret { sealer.derive(for: purpose, count: count) }

    /// Reads one state of the database.
    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (Reading) throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        try requireOpen()
        let (database, sealer) = (database, sealer)
        return try await meters.timing(meters.reads) { () async throws(HubError) in
            do {
                return try await database.read { try work(Reading(StoreConnection(database: $0, sealer: sealer))) }
            } catch {
                throw StoreFailure.described(error)
            }
        }
    }

    /// Reads as `read` does, and throws `late` where that is not done in time: SQLite is interrupted then.
    package func read<Value: Sendable>(
        within limit: Duration,
        orThrow late: HubError,
        _ work: @escaping @Sendable (Reading) throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        do {
            return try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask { try await read(work) }
                group.addTask {
                    try await Task.sleep(for: limit)
                    return nil
                }
                // Leaving ends the other task: the sleep at once, the read by an interrupt.
                defer { group.cancelAll() }
                guard let value = try await group.next() ?? nil else { throw late }
                return value
            }
        } catch {
            throw StoreFailure.described(error)
        }
    }

    /// Changes the database; when it returns, the change is on the disk, and when it throws, there is none.
    ///
    /// `committed` tells others of it, in the order of the commits: it must return at once, as all writes wait for it.
    package func write<Value: Sendable>(
        _ work: @escaping @Sendable (Writing) throws(HubError) -> Value,
        committed: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws(HubError) -> Value {
        try requireOpen()
        let queue = queue
        return try await meters.timing(meters.writes) { () async throws(HubError) in
            try await queue.write(work, committed: committed)
        }
    }

    /// Requests that still run when the server stops must not reach a closed database.
    private func requireOpen() throws(HubError) {
        guard !isClosed.isSet else { throw HubError(.serviceUnavailable, "The server is stopping.") }
    }

    package func close() {
        isClosed.set()
        // What fails here is only tidying up: the write-ahead log is read at the next start.
        try? database.close()
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)")
            LogFunctions.add(to: database)
            guard !database.configuration.readonly else { return }
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA journal_size_limit = \(journalLimit)")
        }
        return configuration
    }

    /// Looks at the version alone, on a connection that cannot write.
    private static func refuseNewer(_ path: String) throws(HubError) {
        try StoreFailure.mapped {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try Migrations.refuseNewer($0, path: path) }
            try queue.close()
        }
    }

    /// Throws when the keys in the database were sealed under another master key.
    private static func check(_ sealer: KeySealer, _ connection: StoreConnection) throws(HubError) {
        let name = "masterKeyProof"
        let stored: Data? = try connection.row("SELECT value FROM settings WHERE name = $1", [name]) {
            try $0.need("value")
        }
        if let stored {
            guard sealer.accepts(proof: Array(stored)) else {
                throw HubError(
                    .localFailure,
                    "The master key is not the one with which the database was written.",
                    hint: "Restore '\(MasterKey.fileName)' and '\(fileName)' from the same backup."
                )
            }
            return
        }
        try connection.execute(
            "INSERT INTO settings (name, value) VALUES ($1, $2)",
            [name, column(try sealer.proof())]
        )
    }
}
