import HubModel

/// Which records of refused callers are kept: a stranger must not push everybody else out of the log.
struct RefusalCounter: Sendable {
    /// Records of refusals that a hub keeps in a second: enough to see who knocks, and over a day less than a tenth of
    /// what the log holds.
    static let perSecond = 10

    private var windows: [Int64: (second: Int64, count: Int)] = [:]

    /// Whether one more is kept.
    mutating func admits(hub: Int64, now: Timestamp) -> Bool {
        var window = windows[hub] ?? (now.seconds, 0)
        if window.second != now.seconds { window = (now.seconds, 0) }
        guard window.count < Self.perSecond else { return false }
        window.count += 1
        windows[hub] = window
        return true
    }
}
