import Synchronization

/// A counter or a histogram: one line or several of a page.
package protocol MetricSeries: Sendable {
    /// Writes what it has counted.
    func write(to page: inout MetricPage, _ head: MetricHead, _ labels: [String])
}

/// The series of one name, made as their labels come up.
package final class SeriesFamily<Series: MetricSeries>: MetricFamily {
    /// Series of one name: more than any list of labels in our code has, so that the bound is never met but by a mistake.
    static var maximumSeries: Int { 1024 }
    /// The value of every label of what is counted beyond it.
    static var overflow: String { "other" }

    let head: MetricHead
    private let make: @Sendable () -> Series
    private let series = Mutex<[[String]: Series]>([:])

    init(_ head: MetricHead, make: @escaping @Sendable () -> Series) {
        self.head = head
        self.make = make
        // A name without labels has its one series from the start, so that it is seen before it first counts.
        if head.labels.isEmpty { _ = of([]) }
    }

    /// The series of these values, in the order of the labels.
    ///
    /// Whoever counts often keeps it.
    package subscript(_ values: String...) -> Series { of(values) }

    private func of(_ values: [String]) -> Series {
        precondition(values.count == head.labels.count, "each label has a value")
        return series.withLock { series in
            if let known = series[values] { return known }
            let isFull = series.count >= Self.maximumSeries
            let key = isFull ? head.labels.map { _ in Self.overflow } : values
            if let known = series[key] { return known }
            let new = make()
            series[key] = new
            return new
        }
    }

    func write(to page: inout MetricPage) {
        let all = series.withLock { $0.sorted { $0.key.lexicographicallyPrecedes($1.key) } }
        for (labels, series) in all { series.write(to: &page, head, labels) }
    }
}

/// Values that stand somewhere else.
struct ReadFamily: MetricFamily {
    let head: MetricHead
    let read: @Sendable () -> [MetricReading]

    func write(to page: inout MetricPage) {
        for reading in read() where reading.labels.count == head.labels.count {
            page.sample(head, reading.labels, reading.value)
        }
    }
}
