import Synchronization

/// A number that only grows.
package final class Counter: MetricSeries {
    private let count = Atomic<Int64>(0)

    init() {}

    package func add(_ more: Int64 = 1) { count.wrappingAdd(more, ordering: .relaxed) }

    package var value: Int64 { count.load(ordering: .relaxed) }

    package func write(to page: inout MetricPage, _ head: MetricHead, _ labels: [String]) {
        page.sample(head, labels, .whole(value))
    }
}
