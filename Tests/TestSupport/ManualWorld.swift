package import HubModel
import Synchronization

/// A world whose clock stands until it is moved, and whose randomness is a count: the same in every run.
package final class ManualWorld: Sendable {
    private let time: Mutex<Timestamp>
    private let counter = Mutex<UInt64>(0)

    package init(now: Timestamp = Timestamp(seconds: 1_795_400_000)) {
        time = Mutex(now)
    }

    /// Moves the clock on.
    package func advance(by duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    package var now: Timestamp { time.withLock { $0 } }

    /// The world as the rooms take it.
    package var world: World {
        World(
            clock: { self.now },
            random: { count in
                var bytes: [UInt8] = []
                while bytes.count < count {
                    let next = self.counter.withLock { counter in
                        counter += 1
                        return counter
                    }
                    // A multiplication spreads the count over all bytes, so that prefixes differ, too.
                    withUnsafeBytes(of: (next &* 0x9E37_79B9_7F4A_7C15).bigEndian) {
                        bytes.append(contentsOf: $0.prefix(count - bytes.count))
                    }
                }
                return bytes
            }
        )
    }
}
