import NIOCore
import StreamCore
import Testing

@Suite struct FrameWriterTests {
    private static let key = MaskingKey(0x37, 0xFA, 0x21, 0x3D)

    private func written(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
        var buffer = ByteBuffer()
        write(&buffer)
        return Array(buffer.readableBytesView)
    }

    /// RFC 6455 §5.7.
    @Test func `the examples of the RFC are written`() {
        let hello = ByteBuffer(string: "Hello")
        #expect(
            written { FrameWriter.writeFrame(.text, hello, key: nil, into: &$0) }
                == [0x81, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        )
        #expect(
            written { FrameWriter.writeFrame(.text, hello, key: Self.key, into: &$0) }
                == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        )
        #expect(
            written {
                FrameWriter.writeFrame(.text, isFinal: false, ByteBuffer(string: "Hel"), key: nil, into: &$0)
                FrameWriter.writeFrame(.continuation, ByteBuffer(string: "lo"), key: nil, into: &$0)
            } == [0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F]
        )
        #expect(
            written { FrameWriter.writePing(hello, key: nil, into: &$0) } == [0x89, 0x05, 0x48, 0x65, 0x6C, 0x6C, 0x6F]
        )
        #expect(
            written { FrameWriter.writePong(hello, key: Self.key, into: &$0) }
                == [0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        )
        #expect(
            written { FrameWriter.writeHeader(FrameHeader(.binary, length: 256), key: nil, into: &$0) }
                == [0x82, 0x7E, 0x01, 0x00]
        )
        #expect(
            written { FrameWriter.writeHeader(FrameHeader(.binary, length: 65_536), key: nil, into: &$0) }
                == [0x82, 0x7F, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00]
        )
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 100_000])
    func `every length is written in its shortest form`(length: Int) {
        var generator = SplitMixGenerator(state: UInt64(length))
        let payload = generator.bytes(length)
        for opcode in DataOpcode.allCases {
            for isFinal in [true, false] {
                let first = opcode.rawValue | (isFinal ? 0x80 : 0)
                let buffer = ByteBuffer(bytes: payload)
                #expect(
                    written { FrameWriter.writeFrame(opcode, isFinal: isFinal, buffer, key: Self.key, into: &$0) }
                        == FrameTranscript.frame(first: first, payload)
                )
                #expect(
                    written { FrameWriter.writeFrame(opcode, isFinal: isFinal, buffer, key: nil, into: &$0) }
                        == FrameTranscript.frame(first: first, payload, key: nil)
                )
            }
        }
    }

    @Test func `frames are added behind what a buffer holds already`() {
        var buffer = ByteBuffer(string: "skipped, kept")
        buffer.moveReaderIndex(forwardBy: 9)
        FrameWriter.writeFrame(.binary, ByteBuffer(bytes: [1, 2, 3]), key: Self.key, into: &buffer)
        FrameWriter.writePing(key: Self.key, into: &buffer)
        let expected =
            Array("kept".utf8) + FrameTranscript.frame(first: 0x82, [1, 2, 3])
            + FrameTranscript.frame(first: 0x89, [])
        #expect(Array(buffer.readableBytesView) == expected)
    }

    @Test func `a close frame carries code and reason`() {
        let bye = CloseStatus(.normal, reason: "bye")
        #expect(
            written { FrameWriter.writeClose(bye, key: nil, into: &$0) } == [0x88, 0x05, 0x03, 0xE8, 0x62, 0x79, 0x65]
        )
        #expect(
            written { FrameWriter.writeClose(bye, key: Self.key, into: &$0) }
                == FrameTranscript.frame(first: 0x88, [0x03, 0xE8, 0x62, 0x79, 0x65])
        )
        #expect(written { FrameWriter.writeClose(nil, key: nil, into: &$0) } == [0x88, 0x00])
        #expect(
            written { FrameWriter.writeClose(nil, key: Self.key, into: &$0) } == [0x88, 0x80, 0x37, 0xFA, 0x21, 0x3D]
        )
    }

    @Test(arguments: [
        (String(repeating: "a", count: 123), 123), (String(repeating: "a", count: 124), 123),
        (String(repeating: "ü", count: 80), 122), (String(repeating: "a", count: 120) + "🛰️", 120),
        (String(repeating: "漢", count: 41) + "x", 123), ("", 0),
    ])
    func `a long close reason is cut between characters`(reason: String, bytes: Int) throws {
        let status = CloseStatus(.normal, reason: reason)
        #expect(status.reason.utf8.count == bytes)
        #expect(reason.hasPrefix(status.reason))
        #expect(try CloseStatus.decode(status.encoded) == status)
        #expect(written { FrameWriter.writeClose(status, key: nil, into: &$0) }.count == 4 + bytes)
    }
}
