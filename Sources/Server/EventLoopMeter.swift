import HubModel
import Metering
import NIOCore
import NIOPosix
import Synchronization

/// Measures how long what is due on an event loop waits for its turn: what every stream and device on it waits, too.
struct EventLoopMeter: Sendable {
    /// One task for each loop in this time, so that measuring costs nothing.
    static let interval = Duration.seconds(1)
    /// An idle loop needs tens of microseconds; one that is blocked for a second is out of order.
    private static let buckets = Buckets(milliseconds: 0.1, 0.5, 1, 5, 10, 50, 100, 500, 1000)

    private struct Watched: Sendable {
        let loop: any EventLoop
        let delays: Histogram
        let isAnswered = Answer()
    }

    /// Whether the last task has run.
    private final class Answer: Sendable {
        private let value = Atomic<Bool>(true)

        /// Whether it had.
        func take() -> Bool { value.exchange(false, ordering: .relaxed) }
        func give() { value.store(true, ordering: .relaxed) }
    }

    private let loops: [Watched]
    private let world: World

    init(_ metrics: MetricRegistry, group: any EventLoopGroup, world: World) {
        let delays = metrics.histograms(
            "devicestream_event_loop_delay_seconds",
            "Time that a task waits for its turn on an event loop, measured once a second on each.",
            labels: ["loop"],
            buckets: Self.buckets
        )
        loops = group.makeIterator().enumerated().map { Watched(loop: $1, delays: delays[String($0)]) }
        self.world = world
    }

    /// Measures until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            measure()
            // Cancellation ends the wait; the loop sees it.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Puts one task on each loop that has run the last one.
    func measure() {
        for watched in loops where watched.isAnswered.take() {
            let (begun, world) = (world.monotonicNanoseconds, world)
            watched.loop.execute {
                watched.delays.observe(nanoseconds: world.monotonicNanoseconds - begun)
                watched.isAnswered.give()
            }
        }
    }
}
