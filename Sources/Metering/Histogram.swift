import Synchronization

/// How often something took how long.
package final class Histogram: MetricSeries {
    private struct State {
        /// By bucket, the last for what is above all bounds; not cumulative.
        var counts: [Int64]
        var sum: Int64 = 0
    }

    private let buckets: Buckets
    private let state: Mutex<State>

    init(_ buckets: Buckets) {
        self.buckets = buckets
        state = Mutex(State(counts: Array(repeating: 0, count: buckets.bounds.count + 1)))
    }

    /// One that took so long; less than nothing counts as nothing.
    package func observe(nanoseconds: Int64) {
        let took = max(0, nanoseconds)
        let index = buckets.bounds.firstIndex { took <= $0 } ?? buckets.bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += took
        }
    }

    /// How many were observed.
    package var count: Int64 { state.withLock { $0.counts.reduce(0, +) } }

    package func write(to page: inout MetricPage, _ head: MetricHead, _ labels: [String]) {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        var total: Int64 = 0
        for (count, bound) in zip(counts, buckets.texts) {
            total += count
            page.sample(head, suffix: "_bucket", labels, bound: bound, .whole(total))
        }
        page.sample(head, suffix: "_sum", labels, .nanoseconds(sum))
        page.sample(head, suffix: "_count", labels, .whole(total))
    }
}

/// The bounds of a histogram, fixed with it: the upper ends of its buckets, each of which counts what is equal, too.
package struct Buckets: Sendable {
    /// In nanoseconds, rising.
    let bounds: [Int64]
    /// As `le` has them, with the last one.
    let texts: [String]

    package init(milliseconds: Double...) {
        bounds = milliseconds.map { Int64(($0 * 1_000_000).rounded()) }
        precondition(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds rise")
        texts = bounds.map { MetricValue.nanoseconds($0).text } + ["+Inf"]
    }
}
