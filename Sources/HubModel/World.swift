#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The one door to what is not a function of its input: the time and randomness.
///
/// Everything else asks here.
package struct World: Sendable {
    private let clock: @Sendable () -> Timestamp
    private let ticks: (@Sendable () -> Int64)?
    private let random: @Sendable (Int) -> [UInt8]

    /// Without `ticks`, what is measured follows the clock.
    package init(
        clock: @escaping @Sendable () -> Timestamp,
        ticks: (@Sendable () -> Int64)? = nil,
        random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.clock = clock
        self.ticks = ticks
        self.random = random
    }

    /// The machine's clock and its cryptographically secure randomness.
    package static let real = World(
        clock: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        },
        ticks: {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        },
        random: { count in
            // What the standard library's generator does, in one call of the system instead of one for each eight bytes.
            var bytes = [UInt8](repeating: 0, count: count)
            bytes.withUnsafeMutableBytes { buffer in
                var rest = buffer[...]
                while !rest.isEmpty {
                    // The most that one call gives; it fails for nothing but a larger number (getentropy(3)).
                    let piece = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(256))
                    guard getentropy(piece.baseAddress, piece.count) == 0 else {
                        preconditionFailure("the system gives no randomness")
                    }
                    rest = rest.dropFirst(piece.count)
                }
            }
            return bytes
        }
    )

    /// The time now, in UTC.
    package var now: Timestamp { clock() }

    /// Nanoseconds since a moment that never changes: for measuring, whatever the clock is set to meanwhile.
    package var monotonicNanoseconds: Int64 { ticks.map { $0() } ?? clock().milliseconds * 1_000_000 }

    /// Cryptographically secure random bytes.
    package func randomBytes(_ count: Int) -> [UInt8] { random(count) }

    /// A new shared access key: 64 random bytes.
    package func newKey() -> Secret { Secret(bytes: random(64)) }

    /// A new entity tag: 9 random bytes as 12 characters of URL-safe base64.
    package func newETag() -> String { Base64.encodeURL(random(9)) }

    /// A random (version 4) id in the form of RFC 9562 §4, lower case.
    package func newRequestID() -> String {
        UUIDText.make(random(16), version: 4)
    }
}
