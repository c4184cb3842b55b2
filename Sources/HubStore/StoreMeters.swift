import HubModel
import Metering

/// How long the store takes, as those who ask it see it.
struct StoreMeters: Sendable {
    /// From a quarter of a millisecond, which a cached read takes, to the five seconds that SQLite waits for a lock.
    private static let buckets = Buckets(milliseconds: 0.25, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000, 5000)

    let reads: Histogram
    /// With the wait for the commit that many share.
    let writes: Histogram
    private let world: World

    init(_ metrics: MetricRegistry, world: World) {
        let family = metrics.histograms(
            "devicestream_store_duration_seconds",
            "Time that a read or a write of the store takes, waiting included.",
            labels: ["operation"],
            buckets: Self.buckets
        )
        reads = family["read"]
        writes = family["write"]
        self.world = world
    }

    /// Does something and counts the time that it takes, whether or not it throws.
    func timing<Value: Sendable>(
        _ histogram: Histogram,
        _ work: () async throws(HubError) -> Value
    ) async throws(HubError) -> Value {
        let begun = world.monotonicNanoseconds
        defer { histogram.observe(nanoseconds: world.monotonicNanoseconds - begun) }
        return try await work()
    }
}
