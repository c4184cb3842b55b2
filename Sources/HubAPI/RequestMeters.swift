import HubModel
import Metering

/// How long requests take, by what they are for.
struct RequestMeters: Sendable {
    /// From a read of what is in memory to a stream request that waits for its device.
    private static let buckets = Buckets(milliseconds: 1, 5, 10, 25, 100, 250, 1000, 2500, 10_000, 60_000)

    private let durations: SeriesFamily<Histogram>
    private let world: World

    init(_ metrics: MetricRegistry, world: World) {
        durations = metrics.histograms(
            "devicestream_http_request_duration_seconds",
            "Time from the head of a request to that of its response, by operation and class of the status.",
            labels: ["operation", "status"],
            buckets: Self.buckets
        )
        self.world = world
    }

    var now: Int64 { world.monotonicNanoseconds }

    /// A request was answered; `operation` is `nil` where it reached no route.
    func answered(_ operation: String?, status: Int, since begun: Int64) {
        durations[operation ?? "none", "\(status / 100)xx"].observe(nanoseconds: now - begun)
    }
}
