package import HubModel
import HubStore
import Synchronization

/// The tails that run: how many each token has, and which of them have to end.
package final class LogTails: Sendable {
    /// Tails of one token at once: a few people and a script may share it.
    static let perToken = 8
    /// Tails at once, of all tokens; each reads the store whenever there is something new.
    static let capacity = 256

    private struct State {
        var nextNumber: UInt64 = 0
        /// The tails that run, by number, with the token that began each.
        var tokens: [UInt64: TokenID] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())
    private let world: World

    init(world: World) { self.world = world }

    /// Lets a tail begin; throws `ThrottlingException` where there are too many.
    func begin(
        _ caller: Caller,
        hub: Int64,
        _ filter: LogFilter,
        after sequence: Int64,
        _ activity: ActivityLog
    ) throws(HubError) -> LogTail {
        enum Step { case begin(UInt64), tooMany, full, stopping }
        let step = state.withLock { state -> Step in
            guard !state.isStopping else { return .stopping }
            guard state.tokens.count < Self.capacity else { return .full }
            guard state.tokens.values.count(where: { $0 == caller.tokenID }) < Self.perToken else { return .tooMany }
            state.nextNumber += 1
            state.tokens[state.nextNumber] = caller.tokenID
            return .begin(state.nextNumber)
        }
        switch step {
        case .begin(let number):
            return LogTail(
                self,
                number,
                expiresAt: caller.expiresAt,
                hub: hub,
                filter,
                after: sequence,
                activity
            )
        case .tooMany:
            throw HubError(
                .throttling,
                "The token '\(caller.tokenID)' follows the log \(Self.perToken) times already, its limit.",
                retryAfter: .seconds(30)
            )
        case .full:
            throw HubError(
                .serviceUnavailable,
                "The server's logs are followed \(Self.capacity) times already, its limit.",
                retryAfter: .seconds(30)
            )
        case .stopping: throw HubError(.serviceUnavailable, "The server is stopping.", retryAfter: .seconds(5))
        }
    }

    /// Whether a tail may go on.
    func isRunning(_ number: UInt64, expiresAt: Timestamp?) -> Bool {
        guard state.withLock({ $0.tokens[number] != nil }) else { return false }
        return expiresAt.map { $0 > world.now } ?? true
    }

    func ended(_ number: UInt64) { state.withLock { $0.tokens[number] = nil } }

    func revoke(_ revocation: Revocation) {
        guard case .token(let id) = revocation else { return }
        state.withLock { state in state.tokens = state.tokens.filter { $0.value != id } }
    }

    /// Ends all tails and lets no more begin, because the server stops.
    package func stop() {
        state.withLock { state in
            state.isStopping = true
            state.tokens = [:]
        }
    }
}

/// One tail: the records of a hub from a place in its chain on, as they come.
///
/// Nothing is queued for it: it reads the store, as fast as its reader takes what it reads.
package final class LogTail: Sendable {
    /// Records that are read at once.
    static let batch = 200
    /// How often it is looked whether the tail may go on.
    static let look = Duration.seconds(1)

    private let tails: LogTails
    private let number: UInt64
    private let expiresAt: Timestamp?
    private let hub: Int64
    private let filter: LogFilter
    private let activity: ActivityLog
    private let place: Mutex<Int64>

    fileprivate init(
        _ tails: LogTails,
        _ number: UInt64,
        expiresAt: Timestamp?,
        hub: Int64,
        _ filter: LogFilter,
        after sequence: Int64,
        _ activity: ActivityLog
    ) {
        self.tails = tails
        self.number = number
        self.expiresAt = expiresAt
        self.hub = hub
        self.filter = filter
        self.activity = activity
        place = Mutex(sequence)
    }

    deinit { tails.ended(number) }

    /// Whether it may go on: its token is good, and the server does not stop.
    package var isRunning: Bool { tails.isRunning(number, expiresAt: expiresAt) }

    /// The next records; none when there was nothing for `patience`, `nil` at the end.
    package func next(patience: Duration) async throws(HubError) -> [LogRecord]? {
        var left = patience
        while isRunning, !Task.isCancelled {
            // Taken before the store is read: what is committed meanwhile is not waited for.
            let seen = activity.head
            let after = place.withLock { $0 }
            let hub = hub
            let read = try await activity.store.read { (reading) throws(HubError) in
                try reading.activity(hub: hub, after: after, limit: Self.batch)
            }
            if let last = read.last {
                place.withLock { $0 = last.sequence }
                let records = read.filter { filter.accepts($0.record) }
                if !records.isEmpty {
                    return records.map { LogRecord($0.record, sequence: $0.sequence, hash: $0.hash) }
                }
                continue
            }
            guard left > .zero else { return [] }
            await wait(after: seen)
            left -= Self.look
        }
        return nil
    }

    /// Waits for a record, a look at most.
    private func wait(after id: Int64) async {
        await withTaskGroup { group in
            group.addTask { [activity] in await activity.waitForMore(after: id) }
            // It ends early only where the whole group is cancelled.
            group.addTask { try? await Task.sleep(for: Self.look) }
            await group.next()
            group.cancelAll()
        }
    }
}
