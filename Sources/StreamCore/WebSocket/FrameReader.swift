package import NIOCore

/// Reads WebSocket frames as they arrive, without ever collecting one.
///
/// States: `head` (between frames, or with some bytes of a head in `partial`) → `payload` (of a data frame, handed on
/// slice by slice) or `control` (at most 125 bytes, collected in `partial`) → `head` again. A close frame or a
/// violation leads to `ended`, from where nothing leads away: what the peer sends after it is dropped.
/// All arrows are the peer's.
///
/// `read` hands payload to a sink where it lies, still masked. `received` makes events of it: payload is unmasked in the
/// buffer it came in, and handed on as slices of it. The caller should hold the only reference to that buffer; if it
/// does not, there is one copy for each call.
package struct FrameReader: Sendable {
    /// The longest frame that is taken: 1 GiB.
    ///
    /// Nothing is held of it, but pongs and close frames cannot come before its end. SDK clients send at most 64 KiB in
    /// a frame; `ws` for Node takes 100 MiB by default.
    package static let maximumFrameBytes = 1 << 30

    /// After so many events a call leaves the rest of the bytes for the next one.
    ///
    /// An empty frame has two events and six bytes on the wire: without an end, one read of 64 KiB could become a
    /// megabyte of events.
    package static let maximumEventsPerCall = 1024

    private enum State {
        case head
        case payload(left: Int, key: MaskingKey?)
        case control(ControlOpcode, left: Int, key: MaskingKey?)
        case ended
    }

    private var state = State.head
    private var rules: FrameHead.Rules
    /// Bytes of a head that is not whole, or of a control frame's payload; at most 125.
    private var partial: [UInt8] = []

    /// A reader for the side that `role` names: a server reads masked frames, a client reads unmasked ones.
    package init(role: WebSocketRole, maximumFrameBytes: Int = Self.maximumFrameBytes) {
        rules = FrameHead.Rules(role: role, maximumFrameBytes: maximumFrameBytes, insideMessage: false)
    }

    /// Whether a close frame or a violation ended the peer's sending.
    package var hasEnded: Bool {
        switch state {
        case .head, .payload, .control: false
        case .ended: true
        }
    }

    /// Whether the peer's bytes stop inside a frame, so that it can send no other before the rest.
    package var isInsideFrame: Bool {
        switch state {
        case .head: !partial.isEmpty
        case .payload, .control: true
        case .ended: false
        }
    }

    /// Whether the peer's bytes stop where no message and no frame is open.
    var isBetweenMessages: Bool {
        switch state {
        case .head: partial.isEmpty && !rules.insideMessage
        case .payload, .control: false
        case .ended: true
        }
    }

    /// Consumes `bytes` and appends what they mean to `events`; call again while bytes are left.
    package mutating func received(_ bytes: inout ByteBuffer, into events: inout [FrameEvent]) {
        guard bytes.readableBytes > 0 else { return }
        var collector = FrameEventCollector(events, most: Self.maximumEventsPerCall)
        let used = bytes.withUnsafeReadableBytes { read($0, into: &collector) }
        events = collector.finish(&bytes)
        bytes.moveReaderIndex(forwardBy: used)
    }

    /// Hands what `bytes` mean to `sink` until it is full; returns how many bytes were consumed.
    package mutating func read(_ bytes: UnsafeRawBufferPointer, into sink: inout some FrameSink) -> Int {
        var index = 0
        while index < bytes.count, !sink.isFull {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[index...])
            switch state {
            case .head:
                index += readHead(rest, into: &sink)
            case .payload(let left, var key):
                let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(left))
                sink.received(piece, at: index, key: key)
                index += piece.count
                if piece.count == left {
                    sink.frameEnded()
                    state = .head
                } else {
                    key?.turn(by: piece.count)
                    state = .payload(left: left - piece.count, key: key)
                }
            case .control(let opcode, let left, var key):
                let piece = rest.prefix(left)
                let start = partial.count
                partial.append(contentsOf: piece)
                partial.withUnsafeMutableBytes { key?.apply(to: UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
                index += piece.count
                state = .control(opcode, left: left - piece.count, key: key)
                if piece.count == left { finishControl(opcode, into: &sink) }
            case .ended:
                return bytes.count
            }
        }
        return index
    }

    /// Reads a head or the next part of one; returns how many of `bytes` belong to it.
    private mutating func readHead(_ bytes: UnsafeRawBufferPointer, into sink: inout some FrameSink) -> Int {
        if partial.isEmpty {
            switch FrameHead.parse(bytes, rules) {
            case .incomplete:
                partial.append(contentsOf: bytes)
                return bytes.count
            case .head(let head):
                begin(head, into: &sink)
                return head.size
            case .violation(let violation):
                return fail(violation, into: &sink, bytes.count)
            }
        }
        // Byte by byte, for a head has at most 14 of them and this is the rare case.
        for (offset, byte) in bytes.enumerated() {
            partial.append(byte)
            switch partial.withUnsafeBytes({ FrameHead.parse($0, rules) }) {
            case .incomplete:
                continue
            case .head(let head):
                partial.removeAll(keepingCapacity: true)
                begin(head, into: &sink)
                return offset + 1
            case .violation(let violation):
                return fail(violation, into: &sink, bytes.count)
            }
        }
        return bytes.count
    }

    private mutating func begin(_ head: FrameHead, into sink: inout some FrameSink) {
        switch head.kind {
        case .data(let opcode):
            sink.began(FrameHeader(opcode, isFinal: head.isFinal, length: head.length))
            rules.insideMessage = !head.isFinal
            if head.length == 0 {
                sink.frameEnded()
            } else {
                state = .payload(left: head.length, key: head.key)
            }
        case .control(let opcode):
            if head.length == 0 {
                finishControl(opcode, into: &sink)
            } else {
                state = .control(opcode, left: head.length, key: head.key)
            }
        }
    }

    private mutating func finishControl(_ opcode: ControlOpcode, into sink: inout some FrameSink) {
        state = .head
        switch opcode {
        case .ping: sink.pinged(ByteBuffer(bytes: partial))
        case .pong: sink.ponged(ByteBuffer(bytes: partial))
        case .close:
            do throws(FrameViolation) {
                sink.closed(try CloseStatus.decode(partial))
            } catch {
                sink.failed(error)
            }
            state = .ended
        }
        partial.removeAll(keepingCapacity: true)
    }

    private mutating func fail(_ violation: FrameViolation, into sink: inout some FrameSink, _ dropped: Int) -> Int {
        sink.failed(violation)
        state = .ended
        partial = []
        return dropped
    }
}
