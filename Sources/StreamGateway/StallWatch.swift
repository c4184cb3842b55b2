import HubModel

/// Notices a side that takes nothing of what there is to write to it.
///
/// Theory of operation: what was written less what is pending was taken. At each look, more taken than at the last one
/// is progress and starts the time anew; nothing pending ends it. So a side is stalled at the first look at which
/// `limit` has passed without progress.
struct StallWatch: Equatable, Sendable {
    private let limit: Duration
    private var taken = 0
    /// When the side's time is over; `nil` while nothing is pending.
    private(set) var deadline: Timestamp?

    init(limit: Duration) {
        self.limit = limit
    }

    /// So many bytes were written since the beginning, so many of them are pending; returns whether the side is stalled.
    mutating func looked(written: Int, pending: Int, now: Timestamp) -> Bool {
        let isProgress = written - pending > taken
        taken = written - pending
        if pending == 0 {
            deadline = nil
        } else if deadline == nil || isProgress {
            deadline = now + limit
        }
        return deadline.map { $0 <= now } ?? false
    }
}
