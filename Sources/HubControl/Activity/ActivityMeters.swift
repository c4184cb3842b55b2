import HubModel
import Metering

/// What is counted of what goes on record.
///
/// Each stream request leaves one record and each stream that was accepted another, so that log and counters agree.
struct ActivityMeters: Sendable {
    private let requests: SeriesFamily<Counter>
    private let ends: SeriesFamily<Counter>
    let written: Counter

    init(_ metrics: MetricRegistry) {
        requests = metrics.counters(
            "devicestream_streams_total",
            "Stream requests by result: Success, or the code of the error.",
            labels: ["result"]
        )
        ends = metrics.counters(
            "devicestream_stream_ends_total",
            "Streams that were accepted and have ended, by result: Success, or the code of the error.",
            labels: ["result"]
        )
        for family in [requests, ends] { _ = family[ActivityRecord.success] }
        written =
            metrics.counters("devicestream_activity_records_written_total", "Activity records that were stored.")[]
    }

    /// A record was made, whether or not it is kept.
    func told(_ record: ActivityRecord) {
        switch record.operationName {
        case .streamRequest: requests[record.resultType].add()
        case .streamEnd: ends[record.resultType].add()
        case .deviceConnect, .deviceDisconnect, .checkpoint, .recordsDropped, .diagnosticTest: break
        }
    }
}
