import Synchronization

/// Counts what a resolver was asked.
final class AskedNames: Sendable {
    private let names = Mutex<[String]>([])

    func note(_ name: String) { names.withLock { $0.append(name) } }

    var count: Int { names.withLock { $0.count } }
}
