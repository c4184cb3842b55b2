import Dispatch

/// Does what blocks on a thread of its own: the pool that runs tests has one thread a core, and the SDKs need it, too.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
}
