import NIOCore
import StreamCore
import Testing

/// Random conversations, the same in every run.
@Suite struct FrameFuzzTests {
    private static let lengths = [0, 1, 5, 63, 64, 65, 125, 126, 127, 1000, 65_535, 65_536]

    private static func conversation(_ generator: inout SplitMixGenerator) -> (bytes: [UInt8], events: [FrameEvent]) {
        var bytes: [UInt8] = []
        var events: [FrameEvent] = []
        var isOpen = false
        for _ in 0..<generator.number(1...12) {
            let key = generator.bytes(4)
            if generator.number(0...4) == 0 {
                let payload = generator.bytes(generator.number(0...125))
                let isPing = generator.number(0...1) == 0
                bytes += FrameTranscript.frame(first: isPing ? 0x89 : 0x8A, payload, key: key)
                events.append(isPing ? .ping(ByteBuffer(bytes: payload)) : .pong(ByteBuffer(bytes: payload)))
            } else {
                let opcode = isOpen ? DataOpcode.continuation : generator.number(0...1) == 0 ? .text : .binary
                let isFinal = generator.number(0...2) > 0
                let payload = generator.bytes(lengths[generator.number(0...lengths.count - 1)])
                bytes += FrameTranscript.frame(first: opcode.rawValue | (isFinal ? 0x80 : 0), payload, key: key)
                events += FrameTranscript.data(opcode, isFinal: isFinal, payload)
                isOpen = !isFinal
            }
        }
        return (bytes, events)
    }

    private static func pieces(_ count: Int, _ generator: inout SplitMixGenerator) -> [Int] {
        var pieces: [Int] = []
        var left = count
        while left > 0 {
            let piece = generator.number(0...3) == 0 ? generator.number(1...20) : generator.number(1...20_000)
            pieces.append(piece)
            left -= piece
        }
        return pieces
    }

    @Test func `random conversations in random pieces are read as they were written`() {
        var generator = SplitMixGenerator(state: 20_261_124)
        for round in 0..<150 {
            let (bytes, events) = Self.conversation(&generator)
            let pieces = Self.pieces(bytes.count, &generator)
            #expect(FrameTranscript.events(of: bytes, pieces: pieces) == events, "round \(round)")
        }
    }

    @Test func `damaged conversations mean the same in any pieces`() {
        var generator = SplitMixGenerator(state: 6455)
        var failures = 0
        for round in 0..<120 {
            var bytes = Self.conversation(&generator).bytes
            for _ in 0..<generator.number(1...4) {
                // The first bytes, where the head is, more often than the payload.
                let end = generator.number(0...1) == 0 ? min(14, bytes.count) : bytes.count
                bytes[generator.number(0...end - 1)] = UInt8(generator.number(0...255))
            }
            let whole = FrameTranscript.events(of: bytes)
            let pieces = Self.pieces(bytes.count, &generator)
            #expect(FrameTranscript.events(of: bytes, pieces: pieces) == whole, "round \(round)")
            if case .failed? = whole.last { failures += 1 }
        }
        #expect(failures > 20)
    }

    @Test(arguments: [WebSocketRole.client, .server])
    func `noise means the same in any pieces`(role: WebSocketRole) {
        var generator = SplitMixGenerator(state: 5)
        for round in 0..<2000 {
            var bytes = generator.bytes(generator.number(1...80))
            // Most noise dies of its first two bytes: give it a head that lives.
            if round % 2 == 0 {
                bytes[0] = [0x02, 0x82, 0x89, 0x88, 0x01][round / 2 % 5]
                bytes.insert(UInt8(generator.number(0...127)) | (role == .server ? 0x80 : 0), at: 1)
            }
            let whole = FrameTranscript.events(of: bytes, role: role)
            let drips = repeatElement(1, count: bytes.count)
            #expect(FrameTranscript.events(of: bytes, pieces: drips, role: role) == whole, "round \(round)")
        }
    }
}
