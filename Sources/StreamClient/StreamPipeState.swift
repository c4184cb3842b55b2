import HubModel
import NIOCore

/// What lies between a stream's channel and the tasks that read and write it: two bounded queues.
///
/// ```
/// incoming:  open (chunks wait, or a reader does) ─finished, ended→ over, once the chunks are taken
/// outgoing:  open ─finish→ finished ─close, ended→ over
/// ```
/// The channel's side reports what came and what was written; the tasks take and put. Reading from the channel stops
/// at `highWaterBytes` of waiting chunks and goes on below half of it; a writer waits while as much is unwritten.
struct StreamPipeState {
    /// A channel's read is added to it: at most 512 KiB wait.
    static let highWaterBytes = 256 << 10

    /// What the channel does next, in the order given.
    enum Order: Equatable {
        case write(ByteBuffer)
        case finish
        case close
    }

    /// What a reader gets.
    enum Taken: Equatable {
        case chunk(ByteBuffer)
        /// Nothing is here yet: wait to be woken.
        case wait
        /// The other side has finished.
        case finished
        case broke(StreamEnd)
    }

    /// What a writer gets.
    enum Put: Equatable {
        /// On its way; wait where `mustWait`.
        case queued(mustWait: Bool, startsWriting: Bool)
        case finished
        case ended(StreamEnd)
    }

    private var chunks: [ByteBuffer] = []
    private var firstChunk = 0
    private var waitingBytes = 0
    private var isInputOver = false
    private(set) var end: StreamEnd?

    private var orders: [Order] = []
    private var unwrittenBytes = 0
    private var isOutputOver = false
    private var isClosed = false

    /// Whether the channel may bring more.
    var wantsData: Bool { waitingBytes < Self.highWaterBytes || isClosed }
    /// Whether a reader gets something at once.
    var isReady: Bool { firstChunk < chunks.count || isInputOver }
    /// Whether a writer may go on.
    var hasRoom: Bool { unwrittenBytes <= Self.highWaterBytes / 2 || end != nil }
}

// The channel's side.
extension StreamPipeState {
    mutating func received(_ chunk: ByteBuffer) {
        guard !isClosed else { return }
        chunks.append(chunk)
        waitingBytes += chunk.readableBytes
    }

    mutating func inputClosed() { isInputOver = true }

    mutating func ended(_ end: StreamEnd) {
        self.end = self.end ?? end
        isInputOver = true
        orders = []
    }

    mutating func wrote(_ count: Int) { unwrittenBytes -= count }

    mutating func takeOrders() -> [Order] {
        defer { orders = [] }
        return orders
    }
}

// The tasks' side.
extension StreamPipeState {
    /// The next chunk; `resumes` says whether the channel is to read again because of it.
    mutating func take() -> (Taken, resumes: Bool) {
        if firstChunk < chunks.count {
            let chunk = chunks[firstChunk]
            chunks[firstChunk] = ByteBuffer()
            firstChunk += 1
            if firstChunk == chunks.count {
                chunks.removeAll(keepingCapacity: true)
                firstChunk = 0
            }
            let before = waitingBytes
            waitingBytes -= chunk.readableBytes
            let half = Self.highWaterBytes / 2
            return (.chunk(chunk), resumes: before > half && waitingBytes <= half)
        }
        switch end {
        case nil: return (isInputOver ? .finished : .wait, resumes: false)
        case .finished?, .closedHere?: return (.finished, resumes: false)
        case let end?: return (.broke(end), resumes: false)
        }
    }

    mutating func put(_ bytes: ByteBuffer) -> Put {
        if let end { return .ended(end) }
        guard !isOutputOver else { return .finished }
        unwrittenBytes += bytes.readableBytes
        orders.append(.write(bytes))
        return .queued(mustWait: unwrittenBytes > Self.highWaterBytes, startsWriting: orders.count == 1)
    }

    mutating func finish() -> Put {
        if let end { return .ended(end) }
        guard !isOutputOver else { return .finished }
        isOutputOver = true
        orders.append(.finish)
        return .queued(mustWait: false, startsWriting: orders.count == 1)
    }

    /// Whether this was the first call, so that the channel has to be told.
    mutating func close() -> Bool {
        guard !isClosed else { return false }
        isClosed = true
        isOutputOver = true
        chunks = []
        firstChunk = 0
        waitingBytes = 0
        orders.append(.close)
        return true
    }
}
