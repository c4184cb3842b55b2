import GRDB
import HubModel
import Synchronization

/// Commits many waiting writes in one transaction, because a commit waits for the disk and a write does not.
///
/// Each write has a savepoint of its own: one that throws leaves no trace, and the others go on. Nobody is answered
/// before the transaction is on the disk.
final class WriteQueue: Sendable {
    /// Writes in one transaction: enough to share the wait for the disk, few enough that readers see them soon.
    static let batch = 256
    /// Writes that wait; with more, the disk is too slow for what is asked of it, and the next one is refused.
    static let capacity = 10_000

    /// One write: what it does, and what is done when its fate is known.
    private struct Job: Sendable {
        /// Does it, and gives what is to be done after the commit, or the error for which it is rolled back.
        let perform: @Sendable (Writing) -> Result<@Sendable () -> Void, HubError>
        let fail: @Sendable (HubError) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var isRunning = false
    }

    private let database: any DatabaseWriter
    private let sealer: KeySealer
    private let state = Mutex<State>(State())

    init(_ database: any DatabaseWriter, _ sealer: KeySealer) {
        self.database = database
        self.sealer = sealer
    }

    /// `committed` is called before the caller goes on, for one write after the other in the order of the commits.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Writing) throws(HubError) -> Value,
        committed: @escaping @Sendable (Value) -> Void
    ) async throws(HubError) -> Value {
        let result: Result<Value, HubError> = await withCheckedContinuation { continuation in
            enqueue(
                Job(
                    perform: { writing in
                        do throws(HubError) {
                            let value = try work(writing)
                            return .success {
                                committed(value)
                                continuation.resume(returning: .success(value))
                            }
                        } catch {
                            return .failure(error)
                        }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }
                )
            )
        }
        return try result.get()
    }

    private func enqueue(_ job: Job) {
        enum Step { case refuse, wait, start }
        let step = state.withLock { state in
            guard state.waiting.count < Self.capacity else { return Step.refuse }
            state.waiting.append(job)
            if state.isRunning { return .wait }
            state.isRunning = true
            return .start
        }
        switch step {
        case .wait: break
        case .start: schedule()
        case .refuse:
            job.fail(
                HubError(
                    .serviceUnavailable,
                    "Too many changes wait for the server's disk; this one was not made.",
                    retryAfter: .seconds(1)
                )
            )
        }
    }

    private func schedule() {
        database.asyncWriteWithoutTransaction { [self] database in
            runBatch(database)
            let goesOn = state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return state.isRunning
            }
            if goesOn { schedule() }
        }
    }

    private func runBatch(_ database: Database) {
        let jobs = state.withLock { state in
            let jobs = Array(state.waiting.prefix(Self.batch))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
        let writing = Writing(StoreConnection(database: database, sealer: sealer))
        var outcomes: [(Job, Result<@Sendable () -> Void, HubError>)] = []
        do {
            try database.inTransaction(.immediate) {
                for job in jobs { outcomes.append((job, try perform(job, writing, database))) }
                return .commit
            }
        } catch {
            let failure = StoreFailure.described(error)
            for job in jobs { job.fail(failure) }
            return
        }
        for (job, outcome) in outcomes {
            switch outcome {
            case .success(let answer): answer()
            case .failure(let error): job.fail(error)
            }
        }
    }

    private func perform(
        _ job: Job,
        _ writing: Writing,
        _ database: Database
    ) throws -> Result<@Sendable () -> Void, HubError> {
        var outcome = Result<@Sendable () -> Void, HubError>.failure(StoreFailure.damaged("write without outcome"))
        try database.inSavepoint {
            outcome = job.perform(writing)
            switch outcome {
            case .success: return .commit
            case .failure: return .rollback
            }
        }
        return outcome
    }
}
