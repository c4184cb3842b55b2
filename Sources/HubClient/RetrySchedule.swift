/// Whether and when a request is sent again.
///
/// States: a count of the attempts made and the time they and the waits took. Each attempt that ends is reported with
/// `ended`, whose action is to deliver what the attempt brought, or to wait and send again. Only idempotent requests
/// are sent again, and only after a failure that another attempt may not meet: no connection, one that
/// broke, or a status by which the server says that it is not the request's fault.
struct RetrySchedule: Equatable, Sendable {
    /// How an attempt ended.
    enum Attempt: Equatable, Sendable {
        /// An answer, or an error that another attempt would meet again.
        case settled
        /// No connection came about, or it broke before the answer was complete.
        case broken
        /// 429, 502, 503 or 504, with what `Retry-After` said.
        case refused(retryAfter: Duration?)
    }

    enum EndedAction: Equatable, Sendable {
        /// What the last attempt brought is the result.
        case deliver
        /// Wait so long, then send again.
        case retry(after: Duration)
    }

    /// Long enough for a server that restarts, short enough that nobody looks at the clock.
    static let firstDelay = Duration.milliseconds(200)
    /// A wait that the server did not ask for is never longer.
    static let maximumDelay = Duration.seconds(5)

    /// How often it may still be sent again.
    private var retriesLeft: Int
    private var delay = Self.firstDelay
    private(set) var elapsed = Duration.zero
    private let budget: Duration

    /// - Parameters:
    ///   - retries: how often at most; 0 for a request that is not idempotent.
    ///   - budget: the time for all attempts and waits together.
    init(retries: Int, budget: Duration) {
        retriesLeft = retries
        self.budget = budget
    }

    /// What is left for the next attempt.
    var remaining: Duration { budget - elapsed }

    /// An attempt ended after the time that it took.
    ///
    /// `jitter` is a random number from 0 up to 1, so that many clients do not come back together.
    mutating func ended(_ attempt: Attempt, took: Duration, jitter: Double) -> EndedAction {
        elapsed += took
        let asked: Duration
        switch attempt {
        case .settled: return .deliver
        case .broken: asked = .zero
        case .refused(let retryAfter): asked = retryAfter ?? .zero
        }
        guard retriesLeft > 0 else { return .deliver }
        let wait = max(asked, delay * (0.5 + jitter / 2))
        guard elapsed + wait < budget else { return .deliver }
        retriesLeft -= 1
        delay = min(delay * 2, Self.maximumDelay)
        elapsed += wait
        return .retry(after: wait)
    }
}
