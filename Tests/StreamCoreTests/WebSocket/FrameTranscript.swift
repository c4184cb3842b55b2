import NIOCore
import StreamCore

/// Frames as tests write and read them.
enum FrameTranscript {
    /// What `bytes` mean to a reader that gets them in pieces of the given sizes, then the rest.
    ///
    /// Slices of one payload are joined, for where they are cut depends on the pieces.
    static func events(
        of bytes: [UInt8],
        pieces: some Sequence<Int> = EmptyCollection(),
        role: WebSocketRole = .server,
        maximumFrameBytes: Int = FrameReader.maximumFrameBytes
    ) -> [FrameEvent] {
        var reader = FrameReader(role: role, maximumFrameBytes: maximumFrameBytes)
        var events: [FrameEvent] = []
        var rest = bytes[...]
        for piece in pieces {
            read(rest.prefix(piece), with: &reader, into: &events)
            rest = rest.dropFirst(piece)
        }
        read(rest, with: &reader, into: &events)
        return joined(events)
    }

    private static func read(
        _ bytes: ArraySlice<UInt8>,
        with reader: inout FrameReader,
        into events: inout [FrameEvent]
    ) {
        var buffer = ByteBuffer(bytes: bytes)
        while buffer.readableBytes > 0 { reader.received(&buffer, into: &events) }
    }

    static func joined(_ events: [FrameEvent]) -> [FrameEvent] {
        var joined: [FrameEvent] = []
        for event in events {
            if case .payload(let next) = event, case .payload(var last)? = joined.last {
                last.writeImmutableBuffer(next)
                joined[joined.count - 1] = .payload(last)
            } else {
                joined.append(event)
            }
        }
        return joined
    }

    /// A frame written byte by byte from the RFC's picture, apart from the code under test.
    static func frame(
        first: UInt8,
        _ payload: [UInt8],
        key: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D],
        lengthBytes: Int? = nil
    ) -> [UInt8] {
        let count = payload.count
        let wanted = lengthBytes ?? (count < 126 ? 0 : count < 65_536 ? 2 : 8)
        var frame = [first]
        let maskBit: UInt8 = key == nil ? 0 : 0x80
        switch wanted {
        case 0: frame.append(maskBit | UInt8(count))
        case 2: frame += [maskBit | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        default: frame += [maskBit | 127] + (0..<8).reversed().map { UInt8(count >> ($0 * 8) & 0xFF) }
        }
        frame += key ?? []
        frame += payload.enumerated().map { index, byte in byte ^ (key?[index % 4] ?? 0) }
        return frame
    }

    static func data(_ opcode: DataOpcode, isFinal: Bool = true, _ payload: [UInt8]) -> [FrameEvent] {
        let header = FrameEvent.header(FrameHeader(opcode, isFinal: isFinal, length: payload.count))
        return payload.isEmpty ? [header, .frameEnd] : [header, .payload(ByteBuffer(bytes: payload)), .frameEnd]
    }
}

/// SplitMix64: the same numbers in every run.
struct SplitMixGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
