import HubModel

/// Counts streams and their bytes by hub, device and caller, and says when a limit is reached.
///
/// New streams in a second are a bucket that fills with time and holds a second's worth. Bytes count by UTC day.
struct StreamLimiter: Sendable {
    /// What a limit is counted for.
    enum Subject: Hashable, Sendable {
        case hub(HubName)
        case device(HubName, DeviceID)
        case caller(HubName, String)

        /// What the 429 calls it.
        var words: String {
            switch self {
            case .hub(let name): "the hub '\(name)'"
            case .device(_, let id): "the device '\(id)'"
            case .caller(_, let key): "the caller '\(VisibleText.show(key, limit: 100))'"
            }
        }
    }

    /// Subjects that are remembered at most; then those without a stream and without bytes today are forgotten.
    static let capacity = 100_000

    private struct Use {
        var concurrent = 0
        /// Thousandths of a stream that may begin now.
        var allowance: Int64
        var filledAt: Timestamp
        var day: Int64
        var bytes: Int64 = 0
    }

    private var uses: [Subject: Use] = [:]

    /// Lets a stream begin, or says which limit is in its way; then nothing is counted.
    mutating func begin(_ limits: [(Subject, StreamLimits)], now: Timestamp) -> HubError? {
        if uses.count >= Self.capacity {
            uses = uses.filter { $0.value.concurrent > 0 || ($0.value.day == now.dayNumber && $0.value.bytes > 0) }
        }
        var updated: [(Subject, Use)] = []
        for (subject, limit) in limits {
            var use = uses[subject] ?? Use(allowance: .max, filledAt: now, day: now.dayNumber)
            Self.refresh(&use, limit, now)
            if let maximum = limit.concurrentStreams, use.concurrent >= maximum {
                return Self.refusal(subject, "concurrentStreams", maximum, retryAfter: nil)
            }
            if let maximum = limit.newStreamsPerSecond {
                guard use.allowance >= 1000 else {
                    return Self.refusal(subject, "newStreamsPerSecond", maximum, retryAfter: .seconds(1))
                }
                use.allowance -= 1000
            }
            if let maximum = limit.bytesPerDay, use.bytes >= Int64(maximum) {
                return Self.refusal(subject, "bytesPerDay", maximum, retryAfter: Self.untilMidnight(now))
            }
            use.concurrent += 1
            updated.append((subject, use))
        }
        for (subject, use) in updated { uses[subject] = use }
        return nil
    }

    /// Takes in what was moved earlier today, before a restart.
    mutating func restore(_ bytes: Int64, _ subject: Subject, now: Timestamp) {
        var use = uses[subject] ?? Use(allowance: .max, filledAt: now, day: now.dayNumber)
        use.bytes += bytes
        uses[subject] = use
    }

    mutating func ended(_ subjects: [Subject]) {
        for subject in subjects { uses[subject]?.concurrent -= 1 }
    }

    /// Counts bytes, and says which limit they have reached.
    mutating func moved(_ bytes: Int64, _ limits: [(Subject, StreamLimits)], now: Timestamp) -> HubError? {
        var reached: HubError?
        for (subject, limit) in limits {
            guard var use = uses[subject] else { continue }
            Self.refresh(&use, limit, now)
            use.bytes += bytes
            uses[subject] = use
            if let maximum = limit.bytesPerDay, use.bytes >= Int64(maximum) {
                reached = reached ?? Self.refusal(subject, "bytesPerDay", maximum, retryAfter: Self.untilMidnight(now))
            }
        }
        return reached
    }

    private static func refresh(_ use: inout Use, _ limit: StreamLimits, _ now: Timestamp) {
        if use.day != now.dayNumber { (use.day, use.bytes) = (now.dayNumber, 0) }
        guard let rate = limit.newStreamsPerSecond else { return }
        let full = Int64(rate) * 1000
        // A rate of n in a second is n thousandths in a millisecond.
        let (gained, overflows) = Int64(rate).multipliedReportingOverflow(
            by: max(0, (now - use.filledAt).wholeMilliseconds)
        )
        use.allowance = overflows || full - min(use.allowance, full) <= gained ? full : use.allowance + gained
        use.filledAt = now
    }

    private static func untilMidnight(_ now: Timestamp) -> Duration {
        .seconds(86_400 - now.seconds % 86_400)
    }

    private static func refusal(
        _ subject: Subject,
        _ limit: String,
        _ maximum: Int,
        retryAfter: Duration?
    ) -> HubError {
        HubError(
            .streamLimitReached,
            "The limit '\(limit)' of \(subject.words) is \(maximum), and it is reached.",
            target: limit,
            retryAfter: retryAfter
        )
    }
}
