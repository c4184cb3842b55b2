package import HubModel

/// When a device connects to its hub, connects again, and renews its credential.
///
/// ```
/// idle ─started→ connecting ─connected→ connected ─expired (renewal is due)→ renewing ─connected→ connected
///                    ↑ └─failed→ waiting ←─lost─┘                              │ └─failed→ connected, renewal later
///                    └─expired─────┘                                           └─lost→ connecting
/// ```
/// From everywhere `refused` and `stopped` lead to `over`, which is left no more. The owner calls the verbs and performs
/// what they return; a late timer changes nothing.
///
/// The back-off doubles from 1 s to 60 s, with a random half, so that the devices of a hub that restarts do not come
/// back together. It begins anew after a connection that lasted.
package struct ReconnectSchedule: Equatable, Sendable {
    /// Long enough for a server that restarts, short enough that nobody looks at the clock.
    package static let firstDelay = Duration.seconds(1)
    /// The C SDK waits a minute at most, too, in its back-off with jitter.
    package static let maximumDelay = Duration.seconds(60)
    /// A connection that lasted so long was a good one.
    package static let lasting = Duration.seconds(30)
    /// A credential is renewed after so much of its life; the C SDK renews at 80 %.
    static let renewalShare = 0.8

    private enum State: Equatable, Sendable {
        case idle
        case connecting
        case waiting(until: Timestamp)
        case connected(since: Timestamp, renewal: Timestamp?)
        /// The old connection lives on while the new one is made.
        case renewing(since: Timestamp)
        case over
    }

    /// What the owner does next.
    package enum Action: Equatable, Sendable {
        /// Make a connection; call `connected`, `failed` or `refused`.
        case connect
        /// Make a connection that follows the present one; the same calls.
        case renew
        /// Call `expired` at this time.
        case wake(at: Timestamp)
        case nothing
    }

    private var state = State.idle
    private var delay = Self.firstDelay

    package init() {}

    /// The device shall be connected; of no effect the second time.
    package mutating func started() -> Action {
        guard case .idle = state else { return .nothing }
        state = .connecting
        return .connect
    }

    /// The connection that was asked for stands, with a credential of this life; `nil` for one without end.
    ///
    /// `jitter` is a random number from 0 up to 1.
    package mutating func connected(credential life: Duration?, jitter: Double, now: Timestamp) -> Action {
        switch state {
        case .connecting, .renewing:
            // Up to a tenth earlier, for the same reason as the jitter of the back-off.
            let renewal = life.map { now + $0 * (Self.renewalShare - jitter / 10) }
            state = .connected(since: now, renewal: renewal)
            return renewal.map { .wake(at: $0) } ?? .nothing
        case .idle, .waiting, .connected, .over:
            return .nothing
        }
    }

    /// The attempt brought no connection; `retryAfter` is what the hub asked for.
    package mutating func failed(retryAfter: Duration? = nil, jitter: Double, now: Timestamp) -> Action {
        switch state {
        case .connecting: return wait(retryAfter, jitter, now)
        case .renewing(let since):
            let again = now + nextDelay(jitter)
            state = .connected(since: since, renewal: again)
            return .wake(at: again)
        case .idle, .waiting, .connected, .over: return .nothing
        }
    }

    /// The connection that stood is gone.
    package mutating func lost(jitter: Double, now: Timestamp) -> Action {
        switch state {
        case .connected(let since, _):
            if now >= since + Self.lasting { delay = Self.firstDelay }
            return wait(nil, jitter, now)
        case .renewing:
            // Its successor is on the way.
            state = .connecting
            return .nothing
        case .idle, .connecting, .waiting, .over: return .nothing
        }
    }

    /// The wake that was asked for has come, or any time later.
    package mutating func expired(now: Timestamp) -> Action {
        switch state {
        case .waiting(let until):
            guard now >= until else { return .wake(at: until) }
            state = .connecting
            return .connect
        case .connected(let since, let renewal?):
            guard now >= renewal else { return .wake(at: renewal) }
            state = .renewing(since: since)
            return .renew
        case .idle, .connecting, .connected, .renewing, .over: return .nothing
        }
    }

    /// The hub refuses for good, or nobody wants a connection any more.
    package mutating func stopped() {
        state = .over
    }

    private mutating func wait(_ retryAfter: Duration?, _ jitter: Double, _ now: Timestamp) -> Action {
        let until = now + max(retryAfter ?? .zero, nextDelay(jitter))
        state = .waiting(until: until)
        return .wake(at: until)
    }

    private mutating func nextDelay(_ jitter: Double) -> Duration {
        let next = delay * (0.5 + jitter / 2)
        delay = min(delay * 2, Self.maximumDelay)
        return next
    }
}
