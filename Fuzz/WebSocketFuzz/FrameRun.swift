import FuzzSupport
import NIOCore
import StreamCore

/// What comes of a peer's bytes in a frame reader; slices of one payload are joined.
struct FrameRun {
    /// Small, so that the fuzzer meets it.
    static let maximumFrameBytes = 2048

    private(set) var events: [FrameEvent] = []

    init(_ bytes: [UInt8], in pieces: some Sequence<Int>, as role: WebSocketRole) {
        var reader = FrameReader(role: role, maximumFrameBytes: Self.maximumFrameBytes)
        var rest = bytes[...]
        for piece in pieces {
            var buffer = ByteBuffer(bytes: rest.prefix(piece))
            rest = rest.dropFirst(piece)
            while buffer.readableBytes > 0 {
                let before = buffer.readableBytes
                var found: [FrameEvent] = []
                reader.received(&buffer, into: &found)
                guard buffer.readableBytes < before else { fail("a call consumed nothing") }
                guard found.count <= FrameReader.maximumEventsPerCall else {
                    fail("\(found.count) events of one call")
                }
                for event in found { append(event) }
            }
            Self.checkBound(reader)
        }
        let hasEnding = events.contains { event in
            switch event {
            case .close, .failed: true
            case .header, .payload, .frameEnd, .ping, .pong: false
            }
        }
        guard reader.hasEnded == hasEnding else { fail("the end of the peer's sending was not told") }
    }

    private mutating func append(_ event: FrameEvent) {
        if case .payload(let next) = event {
            guard next.readableBytes > 0 else { fail("a slice of nothing") }
            if case .payload(var last)? = events.last {
                last.writeImmutableBuffer(next)
                events[events.count - 1] = .payload(last)
                return
            }
        }
        events.append(event)
    }

    /// A reader keeps part of a head or of a control frame, no more.
    private static func checkBound(_ reader: FrameReader) {
        for child in Mirror(reflecting: reader).children where child.label == "partial" {
            guard let partial = child.value as? [UInt8], partial.count <= ControlOpcode.maximumPayloadBytes else {
                fail("a reader keeps more than a control frame")
            }
            return
        }
        fail("a reader has no member named partial any more: adapt this check")
    }

    /// Header, payload of its length, end; nothing after the end of the peer's sending.
    func checkOrder() {
        var left: Int?
        var hasEnded = false
        for event in events {
            guard !hasEnded else { fail("\(event) after the end") }
            switch event {
            case .header(let header):
                guard left == nil, (0...Self.maximumFrameBytes).contains(header.length) else {
                    fail("\(header) out of place or too long")
                }
                left = header.length
            case .payload(let payload):
                guard let expected = left, payload.readableBytes <= expected else {
                    fail("payload that no header announced")
                }
                left = expected - payload.readableBytes
            case .frameEnd:
                guard left == 0 else { fail("a frame ended before its payload") }
                left = nil
            case .ping(let payload), .pong(let payload):
                guard left == nil, payload.readableBytes <= ControlOpcode.maximumPayloadBytes else {
                    fail("a control frame out of place or too long")
                }
            case .close:
                guard left == nil else { fail("a close inside a frame") }
                hasEnded = true
            case .failed: hasEnded = true
            }
        }
    }

    /// What was read is written as bytes that are read to the same events.
    func checkRoundTrip(as role: WebSocketRole) {
        let key = role == .server ? MaskingKey(0x1234_5678) : nil
        var bytes = ByteBuffer()
        var turning = key
        var expected: [FrameEvent] = []
        for event in events {
            switch event {
            case .header(let header):
                FrameWriter.writeHeader(header, key: key, into: &bytes)
                turning = key
            case .payload(var payload):
                payload.withUnsafeMutableReadableBytes { turning?.apply(to: $0) }
                bytes.writeImmutableBuffer(payload)
            case .frameEnd: break
            case .ping(let payload): FrameWriter.writePing(payload, key: key, into: &bytes)
            case .pong(let payload): FrameWriter.writePong(payload, key: key, into: &bytes)
            case .close(let status): FrameWriter.writeClose(status, key: key, into: &bytes)
            // Nothing follows it, and what broke the protocol cannot be written.
            case .failed: continue
            }
            expected.append(event)
        }
        let written = Array(bytes.readableBytesView)
        guard FrameRun(written, in: CollectionOfOne(written.count), as: role).events == expected else {
            fail("what was read was not written the same")
        }
    }
}
