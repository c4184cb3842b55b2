import HubModel
import Metering

/// What is counted and measured of streams.
struct StreamMeters: Sendable {
    /// Stages take from less than a millisecond, on one network, to a minute, at which a handshake is over.
    private static let buckets = Buckets(milliseconds: 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000, 60_000)

    private let stages: [StreamStage: Histogram]
    private let fromDevice: Counter
    private let fromService: Counter

    init(_ metrics: MetricRegistry) {
        let stages = metrics.histograms(
            "devicestream_handshake_stage_duration_seconds",
            "Time that handshakes wait in a stage before they go on to the next.",
            labels: ["stage"],
            buckets: Self.buckets
        )
        self.stages = Dictionary(uniqueKeysWithValues: StreamStage.allCases.map { ($0, stages[$0.rawValue]) })
        let bytes = metrics.counters(
            "devicestream_stream_bytes_total",
            "Payload bytes that streams have moved, by the side that sent them.",
            labels: ["from"]
        )
        fromDevice = bytes[StreamSide.device.rawValue]
        fromService = bytes[StreamSide.service.rawValue]
    }

    /// A handshake has gone on from one stage to another, or to its end.
    ///
    /// Those between the two took no time: what they wait for was there already.
    func moved(from first: StreamStage, to last: StreamStage?, after nanoseconds: Int64) {
        var took = nanoseconds
        for stage in StreamStage.allCases.drop(while: { $0 != first }).prefix(while: { $0 != last }) {
            stages[stage]?.observe(nanoseconds: took)
            took = 0
        }
    }

    /// A stream has moved so much since it was last heard of.
    func moved(_ traffic: StreamTraffic, since before: StreamTraffic) {
        fromDevice.add(traffic.fromDevice - before.fromDevice)
        fromService.add(traffic.fromService - before.fromService)
    }
}
