import NIOCore
import Synchronization

/// Buffers that batches were gathered in and that wait for the next batch, whichever stream it is of.
///
/// A busy relay would otherwise ask for new memory for each batch, and the kernel spends as much on fresh pages as the
/// relay on ciphers. The last one given back is the first one used again: it is still in the processor's cache.
final class RelayBuffers: Sendable {
    /// Smaller buffers are not worth keeping: the allocator has them at hand.
    static let smallest = 8 << 10

    /// Buffers that are kept: each event loop fills one while another is being written.
    private let most: Int

    private struct State {
        var spares: [ByteBuffer] = []
        var wasUsed = false
    }

    private let state = Mutex(State())

    init(most: Int) {
        self.most = most
    }

    /// An empty buffer that was used before, where there is one and so many bytes are worth it.
    func spare(for count: Int) -> ByteBuffer? {
        guard count >= Self.smallest else { return nil }
        let spare = state.withLock { state in
            state.wasUsed = true
            return state.spares.popLast()
        }
        guard var spare else { return nil }
        // One that somebody still reads is left to him: this makes a new one then.
        spare.clear()
        return spare
    }

    /// Takes back a buffer whose bytes were passed on.
    func keep(_ buffer: ByteBuffer) {
        guard buffer.storageCapacity >= Self.smallest else { return }
        state.withLock { if $0.spares.count < most { $0.spares.append(buffer) } }
    }

    /// Lets go what nobody used since the last look.
    func look() {
        state.withLock { state in
            if !state.wasUsed { state.spares = [] }
            state.wasUsed = false
        }
    }
}
