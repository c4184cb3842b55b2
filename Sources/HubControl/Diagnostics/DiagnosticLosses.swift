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
