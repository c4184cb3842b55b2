import HubModel

/// How long a pump waits after its destination failed.
///
/// Doubles from 1 s to 60 s with a random half, so that the settings of a receiver that comes back do not come back
/// together; begins anew after a success. A receiver that names a time is believed, up to an hour.
struct DiagnosticBackoff: Equatable, Sendable {
    static let first = Duration.seconds(1)
    static let longest = Duration.seconds(60)
    static let longestAsked = Duration.seconds(3600)

    private var delay = Self.first

    /// The wait after one more failure; `jitter` is a random byte.
    mutating func failed(retryAfter: Duration?, jitter: UInt8) -> Duration {
        let next = delay * (0.5 + Double(jitter) / 510)
        delay = min(delay * 2, Self.longest)
        return max(next, min(retryAfter ?? .zero, Self.longestAsked))
    }

    mutating func succeeded() { delay = Self.first }
}
