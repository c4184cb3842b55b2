import HubModel

/// Counts attempts by identity and address together, so that one wrong program behind a shared address never locks out the
/// others there.
struct AttemptCounter {
    static let window = Duration.seconds(60)
    /// When as many pairs are known the counting begins anew: memory is bounded, and a flood only frees itself.
    static let capacity = 20_000

    /// A program with a wrong token is told so this often in a window, then told to wait.
    static let failedLogins = AttemptCounter(allowed: 20)
    /// A firewall that reads every form of a list and its checksums once a minute stays below.
    static let anonymousReads = AttemptCounter(allowed: 120)

    private struct Pair: Hashable {
        let identity: [UInt8]
        let address: String
    }

    /// How many there may be in a window.
    let allowed: Int
    private var counts: [Pair: (count: Int, since: Timestamp)] = [:]

    private init(allowed: Int) { self.allowed = allowed }

    /// Counts one; tells how long to wait when there were too many.
    mutating func counted(identity: [UInt8], address: String, now: Timestamp) -> Duration? {
        let pair = Pair(identity: identity, address: address)
        var entry = counts[pair] ?? (0, now)
        if now - entry.since >= Self.window { entry = (0, now) }
        entry.count += 1
        if counts.count >= Self.capacity { counts.removeAll() }
        counts[pair] = entry
        return entry.count > allowed ? Self.window - (now - entry.since) : nil
    }
}
