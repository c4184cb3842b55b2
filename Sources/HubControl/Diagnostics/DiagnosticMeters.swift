import Metering

/// Counts what destinations never get, of all settings.
struct DiagnosticMeters: Sendable {
    private let dropped: SeriesFamily<Counter>

    init(_ metrics: MetricRegistry) {
        dropped = metrics.counters(
            "devicestream_diagnostic_records_dropped_total",
            "Records that a destination of a diagnostic setting never gets, by why.",
            labels: ["reason"]
        )
        for reason in DiagnosticLosses.Reason.allCases { _ = dropped[reason.rawValue] }
    }

    /// They are written down.
    func lost(_ losses: DiagnosticLosses) {
        for reason in DiagnosticLosses.Reason.allCases where losses[reason] > 0 {
            dropped[reason.rawValue].add(losses[reason])
        }
    }
}
