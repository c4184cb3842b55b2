import Synchronization

/// All that a process counts and measures, for one page of Prometheus' text format.
///
/// Names and labels are given by our own code when a family is registered, and values of labels come from lists in our
/// code: ids and names of people and devices are never labels, so that nobody outside can make series.
package final class MetricRegistry: Sendable {
    private let families = Mutex<[String: any MetricFamily]>([:])

    package init() {}

    /// A counter for each combination of labels, which only grows; its name ends in `_total`.
    package func counters(_ name: String, _ help: String, labels: [String] = []) -> SeriesFamily<Counter> {
        precondition(name.hasSuffix("_total"), "a counter's name ends in _total")
        return register(SeriesFamily(MetricHead(name, help, .counter, labels: labels)) { Counter() })
    }

    /// A histogram for each combination of labels, of durations; its name ends in `_seconds`.
    package func histograms(
        _ name: String,
        _ help: String,
        labels: [String] = [],
        buckets: Buckets
    ) -> SeriesFamily<Histogram> {
        precondition(name.hasSuffix("_seconds"), "a duration's name ends in its unit")
        return register(SeriesFamily(MetricHead(name, help, .histogram, labels: labels)) { Histogram(buckets) })
    }

    /// What stands somewhere else and is asked for when the page is made; `read` must not wait.
    package func reading(
        _ name: String,
        _ help: String,
        _ kind: MetricKind,
        labels: [String] = [],
        _ read: @escaping @Sendable () -> [MetricReading]
    ) {
        let family = ReadFamily(head: MetricHead(name, help, kind, labels: labels), read: read)
        let old = families.withLock { $0.updateValue(family, forKey: name) }
        precondition(old == nil, "what is read is registered once")
    }

    /// The page, families in the order of their names.
    package func page() -> String {
        let all = families.withLock { $0.values.sorted { $0.head.name < $1.head.name } }
        var page = MetricPage()
        for family in all {
            page.begin(family.head)
            family.write(to: &page)
        }
        return page.text
    }

    /// A part that there are several of counts in one family.
    private func register<Series>(_ family: SeriesFamily<Series>) -> SeriesFamily<Series> {
        families.withLock { families in
            guard let known = families[family.head.name] else {
                families[family.head.name] = family
                return family
            }
            guard let same = known as? SeriesFamily<Series>, same.head == family.head else {
                preconditionFailure("two metrics are named '\(family.head.name)'")
            }
            return same
        }
    }
}

/// The series of one name.
protocol MetricFamily: Sendable {
    var head: MetricHead { get }
    func write(to page: inout MetricPage)
}
