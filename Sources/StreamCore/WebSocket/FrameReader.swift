package import NIOCore

/// Reads WebSocket frames as they arrive, without ever collecting one.
///
/// States: `head` (between frames, or with some bytes of a head in `partial`) → `payload` (of a data frame, handed on
/// slice by slice) or `control` (at most 125 bytes, collected in `partial`) → `head` again. A close frame or a
/// violation leads to `ended`, from where nothing leads away: what the peer sends after it is dropped.
/// All arrows are the peer's.
///
/// Payload is unmasked in the buffer it came in, and handed on as slices of it. Everything is unmasked before the first
/// slice is cut: a buffer that is written while slices of it are alive is copied. For the same reason the caller
/// should hold the only reference; if it does not, there is one copy for each call.
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

    /// The most that one frame adds to the events of a call.
    private static let eventsPerFrame = 3

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

    /// Whether the peer's bytes stop where no message and no frame is open.
    package var isBetweenMessages: Bool {
        switch state {
        case .head: partial.isEmpty && !rules.insideMessage
        case .payload, .control: false
        case .ended: true
        }
    }

    /// Consumes `bytes` and appends what they mean to `events`; call again while bytes are left.
    package mutating func received(_ bytes: inout ByteBuffer, into events: inout [FrameEvent]) {
        guard bytes.readableBytes > 0 else { return }
        var slices: [PayloadSlice] = []
        let used: Int
        switch rules.role {
        case .server:
            used = bytes.withUnsafeMutableReadableBytes { scan($0, into: &events, &slices) }
        case .client:
            // Without masks nothing is written, and a buffer that others hold need not be copied.
            used = bytes.withUnsafeReadableBytes {
                scan(UnsafeMutableRawBufferPointer(mutating: $0), into: &events, &slices)
            }
        }
        for slice in slices {
            guard let payload = bytes.getSlice(at: bytes.readerIndex + slice.offset, length: slice.count) else {
                continue
            }
            events[slice.event] = .payload(payload)
        }
        bytes.moveReaderIndex(forwardBy: used)
    }

    /// Where a payload event's bytes lie; the event holds an empty buffer until all of them are unmasked.
    private struct PayloadSlice {
        let event: Int
        let offset: Int
        let count: Int
    }

    private mutating func scan(
        _ bytes: UnsafeMutableRawBufferPointer,
        into events: inout [FrameEvent],
        _ slices: inout [PayloadSlice]
    ) -> Int {
        let lastStart = events.count + Self.maximumEventsPerCall - Self.eventsPerFrame
        var index = 0
        while index < bytes.count, events.count <= lastStart {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[index...])
            switch state {
            case .head:
                index += readHead(UnsafeRawBufferPointer(rest), into: &events)
            case .payload(let left, var key):
                let piece = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(left))
                key?.apply(to: piece)
                slices.append(PayloadSlice(event: events.count, offset: index, count: piece.count))
                events.append(.payload(ByteBuffer()))
                index += piece.count
                if piece.count == left {
                    events.append(.frameEnd)
                    state = .head
                } else {
                    state = .payload(left: left - piece.count, key: key)
                }
            case .control(let opcode, let left, var key):
                let piece = UnsafeMutableRawBufferPointer(rebasing: rest.prefix(left))
                key?.apply(to: piece)
                partial.append(contentsOf: piece)
                index += piece.count
                state = .control(opcode, left: left - piece.count, key: key)
                if piece.count == left { finishControl(opcode, into: &events) }
            case .ended:
                return bytes.count
            }
        }
        return index
    }

    /// Reads a head or the next part of one; returns how many of `bytes` belong to it.
    private mutating func readHead(_ bytes: UnsafeRawBufferPointer, into events: inout [FrameEvent]) -> Int {
        if partial.isEmpty {
            switch FrameHead.parse(bytes, rules) {
            case .incomplete:
                partial.append(contentsOf: bytes)
                return bytes.count
            case .head(let head):
                begin(head, into: &events)
                return head.size
            case .violation(let violation):
                return fail(violation, into: &events, bytes.count)
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
                begin(head, into: &events)
                return offset + 1
            case .violation(let violation):
                return fail(violation, into: &events, bytes.count)
            }
        }
        return bytes.count
    }

    private mutating func begin(_ head: FrameHead, into events: inout [FrameEvent]) {
        switch head.kind {
        case .data(let opcode):
            events.append(.header(FrameHeader(opcode, isFinal: head.isFinal, length: head.length)))
            rules.insideMessage = !head.isFinal
            if head.length == 0 {
                events.append(.frameEnd)
            } else {
                state = .payload(left: head.length, key: head.key)
            }
        case .control(let opcode):
            if head.length == 0 {
                finishControl(opcode, into: &events)
            } else {
                state = .control(opcode, left: head.length, key: head.key)
            }
        }
    }

    private mutating func finishControl(_ opcode: ControlOpcode, into events: inout [FrameEvent]) {
        state = .head
        switch opcode {
        case .ping: events.append(.ping(ByteBuffer(bytes: partial)))
        case .pong: events.append(.pong(ByteBuffer(bytes: partial)))
        case .close:
            do throws(FrameViolation) {
                events.append(.close(try CloseStatus.decode(partial)))
            } catch {
                events.append(.failed(error))
            }
            state = .ended
        }
        partial.removeAll(keepingCapacity: true)
    }

    private mutating func fail(_ violation: FrameViolation, into events: inout [FrameEvent], _ dropped: Int) -> Int {
        events.append(.failed(violation))
        state = .ended
        partial = []
        return dropped
    }
}
