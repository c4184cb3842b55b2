import HubModel
import Metering

/// Records that a destination never gets, by why.
struct DiagnosticLosses: Equatable, Sendable {
    enum Reason: String, CaseIterable, Sendable {
        /// Too old or too many: the log let them go before they were delivered.
        case removed
        /// They are in the log, but nobody can read them.
        case unreadable
        /// The log never took them in.
        case notKept
    }

    private var counts: [Reason: Int64] = [:]

    subscript(reason: Reason) -> Int64 {
        get { counts[reason] ?? 0 }
        set { counts[reason] = newValue == 0 ? nil : newValue }
    }

    var isEmpty: Bool { counts.isEmpty }

    var total: Int64 { counts.values.reduce(0, +) }

    static func += (left: inout DiagnosticLosses, right: DiagnosticLosses) {
        left.counts.merge(right.counts, uniquingKeysWith: +)
    }
}

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
