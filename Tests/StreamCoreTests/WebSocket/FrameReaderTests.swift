import NIOCore
import Testing

@testable import StreamCore

@Suite struct FrameReaderTests {
    /// RFC 6455 §5.7, but for the two long ones.
    @Test func `the examples of the RFC are read`() {
        let hello = Array("Hello".utf8)
        func events(_ bytes: [UInt8], _ role: WebSocketRole) -> [FrameEvent] {
            FrameTranscript.events(of: bytes, role: role)
        }
        let unmasked: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        #expect(client(unmasked) == FrameTranscript.data(.text, hello))
        let masked: [UInt8] = [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        #expect(FrameTranscript.events(of: masked) == FrameTranscript.data(.text, hello))
        let fragments: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
        #expect(
            client(fragments) == FrameTranscript.data(.text, isFinal: false, Array("Hel".utf8))
                + FrameTranscript.data(.continuation, Array("lo".utf8))
        )
        #expect(client([0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]) == [.ping(ByteBuffer(bytes: hello))])
        let pong: [UInt8] = [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        #expect(FrameTranscript.events(of: pong) == [.pong(ByteBuffer(bytes: hello))])
    }

    private func client(_ bytes: [UInt8]) -> [FrameEvent] {
        FrameTranscript.events(of: bytes, role: .client)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 125, 126, 127, 255, 256, 65_535, 65_536, 200_000])
    func `every form of the length is read`(length: Int) {
        var generator = SplitMixGenerator(state: UInt64(length))
        let payload = generator.bytes(length)
        let masked = FrameTranscript.frame(first: 0x82, payload)
        #expect(FrameTranscript.events(of: masked) == FrameTranscript.data(.binary, payload))
        let plain = FrameTranscript.frame(first: 0x82, payload, key: nil)
        #expect(client(plain) == FrameTranscript.data(.binary, payload))
    }

    /// A conversation with every kind of frame and every form of the length.
    private static let conversation: [UInt8] = {
        var generator = SplitMixGenerator(state: 3)
        let parts: [[UInt8]] = [
            FrameTranscript.frame(first: 0x82, generator.bytes(5)),
            FrameTranscript.frame(first: 0x01, Array("Hel".utf8)),
            FrameTranscript.frame(first: 0x89, generator.bytes(125)),
            FrameTranscript.frame(first: 0x00, []),
            FrameTranscript.frame(first: 0x8A, []),
            FrameTranscript.frame(first: 0x80, generator.bytes(300)),
            FrameTranscript.frame(first: 0x82, []),
            FrameTranscript.frame(first: 0x82, generator.bytes(130), key: [0, 0, 0, 0]),
            FrameTranscript.frame(first: 0x88, [0x03, 0xE8] + Array("bye".utf8)),
            Array("never read".utf8),
        ]
        return parts.flatMap { $0 }
    }()

    @Test func `a conversation is read whole`() {
        var generator = SplitMixGenerator(state: 3)
        var expected = FrameTranscript.data(.binary, generator.bytes(5))
        expected += FrameTranscript.data(.text, isFinal: false, Array("Hel".utf8))
        expected.append(.ping(ByteBuffer(bytes: generator.bytes(125))))
        expected += FrameTranscript.data(.continuation, isFinal: false, [])
        expected.append(.pong(ByteBuffer()))
        expected += FrameTranscript.data(.continuation, generator.bytes(300))
        expected += FrameTranscript.data(.binary, [])
        expected += FrameTranscript.data(.binary, generator.bytes(130))
        expected.append(.close(CloseStatus(.normal, reason: "bye")))
        #expect(FrameTranscript.events(of: Self.conversation) == expected)
    }

    @Test func `a conversation split at any byte reads the same`() {
        let whole = FrameTranscript.events(of: Self.conversation)
        for split in 0...Self.conversation.count {
            #expect(FrameTranscript.events(of: Self.conversation, pieces: [split]) == whole, "split at \(split)")
        }
    }

    @Test(arguments: [1, 2, 3, 7, 63, 64, 65])
    func `a conversation in drips reads the same`(size: Int) {
        let drips = repeatElement(size, count: Self.conversation.count / size)
        let whole = FrameTranscript.events(of: Self.conversation)
        #expect(FrameTranscript.events(of: Self.conversation, pieces: drips) == whole)
    }

    @Test func `a prefix never says more than the whole`() {
        let whole = FrameTranscript.events(of: Self.conversation)
        for length in 0..<Self.conversation.count {
            let events = FrameTranscript.events(of: Array(Self.conversation[..<length]))
            var expected = Array(whole.prefix(events.count))
            if case .payload(let part)? = events.last, case .payload(var all)? = expected.last,
                let start = all.readSlice(length: part.readableBytes)
            {
                expected[expected.count - 1] = .payload(start)
            }
            #expect(events == expected, "prefix of \(length)")
        }
    }

    /// A head with a 64-bit length and the key 1, 2, 3, 4.
    private func longHead(_ length: Int) -> [UInt8] {
        [0x82, 0xFF] + (0..<8).reversed().map { UInt8(length >> ($0 * 8) & 0xFF) } + [1, 2, 3, 4]
    }

    @Test func `payload is handed on before its frame is whole`() {
        var reader = FrameReader(role: .server)
        var events: [FrameEvent] = []
        var bytes = ByteBuffer(bytes: longHead(20 << 20) + [8, 9, 10])
        reader.received(&bytes, into: &events)
        #expect(events == [.header(FrameHeader(.binary, length: 20 << 20)), .payload(ByteBuffer(bytes: [9, 11, 9]))])
        #expect(!reader.isBetweenMessages)
    }

    @Test func `a frame longer than 16 MiB passes without being collected`() {
        let length = (16 << 20) + 3
        let piece = 60_001
        // What 0xA5 becomes under the key, long enough for a piece from any of its four bytes.
        let masked = Array(repeatElement([0xA4, 0xA7, 0xA6, 0xA1] as [UInt8], count: piece / 4 + 2).joined())
        let plain = ByteBuffer(repeating: 0xA5, count: piece)
        var reader = FrameReader(role: .server)
        var events: [FrameEvent] = []
        var head = ByteBuffer(bytes: longHead(length))
        reader.received(&head, into: &events)
        #expect(events == [.header(FrameHeader(.binary, length: length))])
        var passed = 0
        while passed < length {
            let count = min(piece, length - passed)
            var bytes = ByteBuffer(bytes: masked[passed % 4..<passed % 4 + count])
            passed += count
            events.removeAll()
            reader.received(&bytes, into: &events)
            let slice = FrameEvent.payload(plain.getSlice(at: 0, length: count) ?? ByteBuffer())
            #expect(events == (passed < length ? [slice] : [slice, .frameEnd]))
        }
        #expect(reader.isBetweenMessages)
    }

    @Test func `many frames in one buffer are unmasked where they lie`() {
        let payload = Array(repeating: UInt8(9), count: 64)
        let frame = FrameTranscript.frame(first: 0x82, payload)
        var bytes = ByteBuffer(bytes: repeatElement(frame, count: 200).joined())
        let address = bytes.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
        var reader = FrameReader(role: .server)
        var events: [FrameEvent] = []
        reader.received(&bytes, into: &events)
        #expect(bytes.readableBytes == 0)
        var frames = 0
        for case .payload(let slice) in events {
            let place = slice.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
            #expect(place == address + UInt(frames * frame.count + 6))
            #expect(slice == ByteBuffer(bytes: payload))
            frames += 1
        }
        #expect(frames == 200)
    }

    @Test func `a buffer that others hold keeps its bytes`() {
        let frame = FrameTranscript.frame(first: 0x82, [1, 2, 3, 4, 5])
        let held = ByteBuffer(bytes: frame)
        var bytes = held
        var reader = FrameReader(role: .server)
        var events: [FrameEvent] = []
        reader.received(&bytes, into: &events)
        #expect(events == FrameTranscript.data(.binary, [1, 2, 3, 4, 5]))
        #expect(held == ByteBuffer(bytes: frame))
    }

    @Test func `a flood of empty frames comes in bounded portions`() {
        let frame = FrameTranscript.frame(first: 0x82, [])
        var bytes = ByteBuffer(bytes: repeatElement(frame, count: 10_000).joined())
        var reader = FrameReader(role: .server)
        var ends = 0
        var events: [FrameEvent] = []
        while bytes.readableBytes > 0 {
            events.removeAll(keepingCapacity: true)
            reader.received(&bytes, into: &events)
            #expect((1...FrameReader.maximumEventsPerCall).contains(events.count))
            ends += events.count(where: { $0 == .frameEnd })
        }
        #expect(ends == 10_000)
    }

    @Test func `the longest frame is a bound to the byte`() {
        let fits = FrameTranscript.frame(first: 0x82, Array(repeating: 1, count: 1000))
        #expect(FrameTranscript.events(of: fits, maximumFrameBytes: 1000).last == .frameEnd)
        let events = FrameTranscript.events(of: fits, maximumFrameBytes: 999)
        #expect(events == [.failed(.frameTooBig(length: 1000, limit: 999))])
    }

    @Test func `the reader knows whether a message is open`() {
        var reader = FrameReader(role: .client)
        var events: [FrameEvent] = []
        #expect(reader.isBetweenMessages)
        for (byte, isBetween) in [(0x02, false), (0x01, false), (0x61, false), (0x80, false), (0x00, true)] {
            var bytes = ByteBuffer(bytes: [UInt8(byte)])
            reader.received(&bytes, into: &events)
            #expect(reader.isBetweenMessages == isBetween)
        }
        #expect(!reader.hasEnded)
        var close = ByteBuffer(bytes: [0x88, 0x00])
        reader.received(&close, into: &events)
        #expect(reader.hasEnded)
        #expect(events.last == .close(nil))
    }
}
