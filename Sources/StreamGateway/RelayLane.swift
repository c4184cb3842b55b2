import Synchronization

/// One direction of a stream: what is on the way in it, and whether its source must wait.
///
/// The source adds on its event loop, the destination takes away on its own; when they agree that the source must go
/// on, exactly one of them finds out. Counters instead of messages, because a message for each batch would wake the
/// source's loop as often as the bytes wake the destination's.
final class RelayLane: Sendable {
    /// Reading stops above this: four turns of reading, enough that a destination never waits for a source beside it.
    static let highWater = 256 << 10

    /// Reading goes on below this.
    static let lowWater = 128 << 10

    private let held = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let passed = Atomic<Int>(0)

    /// Bytes that left the source and were not yet taken by the destination's socket.
    var heldBytes: Int { held.load(ordering: .relaxed) }

    /// Payload bytes that were written to the destination.
    var passedBytes: Int { passed.load(ordering: .relaxed) }

    /// The source is about to hand over so many bytes; returns whether it must stop reading until it hears otherwise.
    func handedOver(_ count: Int) -> Bool {
        let total = held.add(count, ordering: .sequentiallyConsistent).newValue
        guard total > Self.highWater else { return false }
        isStopped.store(true, ordering: .sequentiallyConsistent)
        // The destination may have taken everything before it could see the mark.
        guard held.load(ordering: .sequentiallyConsistent) <= Self.lowWater else { return true }
        return !isStopped.exchange(false, ordering: .sequentiallyConsistent)
    }

    /// So many bytes were taken or dropped; returns whether the source must be told to read again.
    func returned(_ count: Int) -> Bool {
        let total = held.subtract(count, ordering: .sequentiallyConsistent).newValue
        guard total <= Self.lowWater, isStopped.load(ordering: .sequentiallyConsistent) else { return false }
        return isStopped.exchange(false, ordering: .sequentiallyConsistent)
    }

    /// So many bytes of payload were written to the destination.
    func wrote(_ payload: Int) {
        passed.add(payload, ordering: .relaxed)
    }
}
