import HubModel

/// Counts failed logins by identity and address together, so that one wrong program behind a shared address never locks
/// out the others there.
struct FailedLogins {
    /// A program with a wrong token is told so this often in a window, then told to wait.
    static let allowed = 20
    static let window = Duration.seconds(60)
    /// When as many pairs are known the counting begins anew: memory is bounded, and a flood only frees itself.
    static let capacity = 20_000

    private struct Pair: Hashable {
        let identity: [UInt8]
        let address: String
    }

    private var counts: [Pair: (count: Int, since: Timestamp)] = [:]

    /// Counts a failure; tells how long to wait when there were too many.
    mutating func failed(identity: [UInt8], address: String, now: Timestamp) -> Duration? {
        let pair = Pair(identity: identity, address: address)
        var entry = counts[pair] ?? (0, now)
        if now - entry.since >= Self.window { entry = (0, now) }
        entry.count += 1
        if counts.count >= Self.capacity { counts.removeAll() }
        counts[pair] = entry
        return entry.count > Self.allowed ? Self.window - (now - entry.since) : nil
    }
}
