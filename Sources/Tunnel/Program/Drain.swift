import HubModel
import UnixSignals

/// How a program that serves streams ends: it takes nothing new, what runs may come to its end, then it is cut.
enum Drain {
    /// How long streams may go on after a signal: as long as a gateway that stops gives them.
    ///
    /// Whoever stops a program waits for it, and most streams of people never end by themselves.
    static let patience = Duration.seconds(5)

    /// Does `work` until it ends or a signal comes; gives the status to end with after a signal, `nil` where none came.
    ///
    /// At the first signal `stop` is called, which makes `work` take nothing new and end once it has nothing left to
    /// do. It is cancelled when its time is over, and at the second signal.
    static func run(
        stop: @escaping @Sendable () async -> Void,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> Int32? {
        try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await work()
                return nil
            }
            group.addTask { await signalled(stop) }
            var status: Int32?
            var failure: (any Error)?
            while let result = await group.nextResult() {
                group.cancelAll()
                switch result {
                case .success(let value): status = status ?? value
                case .failure(let error): failure = failure ?? error
                }
            }
            // Work that was cut has failed, and that is no news.
            if status == nil, let failure { throw failure }
            return status
        }
    }

    /// Returns when what runs is to be cut, or when the task is cancelled because there is nothing left.
    private static func signalled(_ stop: @escaping @Sendable () async -> Void) async -> Int32? {
        let (stopping, stopped) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingNewest(1))
        return await withTaskGroup(of: Int32?.self) { group in
            group.addTask {
                var first: Int32?
                // All signals go one way: between two sequences a signal would kill the program.
                for await signal in await StopSignal.all() {
                    guard first == nil else { break }
                    first = StopSignal.status(signal)
                    await stop()
                    stopped.finish()
                }
                return first
            }
            group.addTask {
                for await _ in stopping {}
                // Ended early by the cancellation alone.
                try? await Task.sleep(for: patience)
                return nil
            }
            var status: Int32?
            for await result in group {
                group.cancelAll()
                status = status ?? result
            }
            return status
        }
    }
}
