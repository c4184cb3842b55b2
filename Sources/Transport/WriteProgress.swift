import NIOCore

/// Notices that a peer takes nothing of what was written to it.
///
/// Theory of operation: whoever writes or looks says how many bytes the socket still holds. Fewer than before is
/// progress and starts the time anew; none ends it. More than before is neither: it is the server that added them,
/// and it stops adding when the socket's buffer is full.
struct WriteProgress {
    private let limit: TimeAmount
    private var pending = 0
    /// When the peer's time is over; `nil` while nothing is pending.
    private(set) var deadline: NIODeadline?

    init(limit: Duration) {
        self.limit = TimeAmount(limit)
    }

    /// The socket holds so many bytes now.
    mutating func observed(pending now: Int, at time: NIODeadline) {
        if now == 0 {
            deadline = nil
        } else if deadline == nil || now < pending {
            deadline = time + limit
        }
        pending = now
    }
}
