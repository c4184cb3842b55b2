import NIOCore
import StreamCore

/// What one side sends, on its way into a batch.
///
/// The reader calls it in the middle of the bytes; what must be done about a ping or an end waits until all are read.
struct RelayIntake: FrameSink {
    enum Ending: Equatable {
        case closed(CloseStatus?)
        case failed(FrameViolation)
    }

    var batch = RelayBatch()
    /// What this side sends has nowhere to go any more.
    var dropsPayload = false
    /// The last ping that was not answered yet (RFC 6455 §5.5.3 lets the earlier ones go).
    var owedPong: ByteBuffer?
    private var ending: Ending?
    private var skipsFrame = false

    /// A batch never grows beyond what was read: a header gets shorter by the key that it loses.
    var isFull: Bool { false }

    /// How the side ended its sending, told once.
    mutating func takeEnding() -> Ending? {
        defer { ending = nil }
        return ending
    }

    /// Throws away what was gathered, and all that will come.
    mutating func drop() {
        dropsPayload = true
        batch = RelayBatch()
    }

    mutating func began(_ header: FrameHeader) {
        // An empty message says nothing, and C# proxies send them in a tight loop. Inside a message an empty frame only
        // matters when it ends it, and the first one when it names the opcode.
        let isEmpty = header.length == 0
        let isPart = header.opcode == .continuation
        skipsFrame = isEmpty && (isPart ? !header.isFinal : header.isFinal)
        if !skipsFrame, !dropsPayload { batch.append(header) }
    }

    mutating func received(_ payload: UnsafeRawBufferPointer, at offset: Int, key: MaskingKey?) {
        if !dropsPayload { batch.append(payload, key: key) }
    }

    mutating func frameEnded() {
        if !skipsFrame, !dropsPayload { batch.frameEnded() }
        skipsFrame = false
    }

    mutating func pinged(_ payload: ByteBuffer) { owedPong = payload }

    mutating func ponged(_ payload: ByteBuffer) {}

    mutating func closed(_ status: CloseStatus?) { ending = .closed(status) }

    mutating func failed(_ violation: FrameViolation) { ending = .failed(violation) }
}
