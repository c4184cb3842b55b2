import NIOCore
import StreamCore
import Testing

@testable import StreamGateway

/// What one turn of reading becomes.
@Suite struct RelayBatchTests {
    private func frame(_ payload: ByteBuffer, key: MaskingKey? = MaskingKey(0x1234_5678)) -> ByteBuffer {
        var frame = ByteBuffer()
        FrameWriter.writeFrame(.binary, payload, key: key, into: &frame)
        return frame
    }

    private func pattern(_ count: Int) -> ByteBuffer {
        ByteBuffer(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
    }

    private func read(_ bytes: ByteBuffer, _ reader: inout FrameReader, into intake: inout RelayIntake) {
        let used = bytes.withUnsafeReadableBytes { reader.read($0, into: &intake) }
        #expect(used == bytes.readableBytes)
    }

    @Test func `frames of any size become one run of bytes, unmasked, under headers without a key`() {
        var sent = ByteBuffer()
        var wanted = ByteBuffer()
        for count in [1, 64, 125, 126, 4000, 65_535, 65_536, 200_000] {
            sent.writeImmutableBuffer(frame(pattern(count)))
            wanted.writeImmutableBuffer(frame(pattern(count), key: nil))
        }
        var intake = RelayIntake()
        var reader = FrameReader(role: .server)
        read(sent, &reader, into: &intake)
        #expect(intake.batch.bytes == wanted)
        #expect(intake.batch.payloadCount == [1, 64, 125, 126, 4000, 65_535, 65_536, 200_000].reduce(0, +))
        #expect(!intake.batch.endsMidFrame)
    }

    @Test(arguments: [1, 3, 7, 13, 64, 1000])
    func `reads of any size come to the same bytes`(_ size: Int) {
        var sent = ByteBuffer()
        for count in [5, 200, 0, 70_000] { sent.writeImmutableBuffer(frame(pattern(count))) }
        let wanted = [5, 200, 70_000].map { frame(pattern($0), key: nil) }
        var intake = RelayIntake()
        var reader = FrameReader(role: .server)
        var got = ByteBuffer()
        while sent.readableBytes > 0 {
            guard let piece = sent.readSlice(length: min(size, sent.readableBytes)) else { break }
            read(piece, &reader, into: &intake)
            got.writeImmutableBuffer(intake.batch.take().bytes)
        }
        #expect(got == wanted.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) })
    }

    @Test func `the boundary lies behind the last whole frame`() throws {
        var intake = RelayIntake()
        var reader = FrameReader(role: .server)
        var sent = frame(pattern(64))
        var part = frame(pattern(60_000))
        sent.writeImmutableBuffer(part.readSlice(length: 50_008) ?? ByteBuffer())
        read(sent, &reader, into: &intake)
        #expect(intake.batch.endsMidFrame)
        let (before, after) = intake.batch.split(at: try #require(intake.batch.boundary))
        #expect(before == frame(pattern(64), key: nil))
        #expect(after.readableBytes == 4 + 50_000)
        _ = intake.batch.take()
        #expect(intake.batch.endsMidFrame)
        read(part, &reader, into: &intake)
        #expect(intake.batch.boundary == 10_000)
        #expect(!intake.batch.endsMidFrame)
    }

    @Test func `what has nowhere to go is not gathered, but its end is seen`() {
        var intake = RelayIntake()
        var reader = FrameReader(role: .server)
        read(frame(pattern(10)), &reader, into: &intake)
        intake.drop()
        var sent = frame(pattern(1000))
        FrameWriter.writePing(ByteBuffer(string: "?"), key: MaskingKey(7), into: &sent)
        FrameWriter.writeClose(CloseStatus(.normal), key: MaskingKey(7), into: &sent)
        read(sent, &reader, into: &intake)
        #expect(intake.batch.isEmpty)
        #expect(intake.owedPong == ByteBuffer(string: "?"))
        #expect(intake.takeEnding() == .closed(CloseStatus(.normal)))
        #expect(intake.takeEnding() == nil)
    }

    @Test func `a large buffer that was given back is used again, and an idle one let go`() throws {
        let buffers = RelayBuffers(most: 1)
        #expect(buffers.spare(for: 100_000) == nil)
        var batch = RelayBatch()
        batch.prepare(for: 100_000, from: buffers)
        batch.append(FrameHeader(.binary, length: 1))
        let capacity = batch.bytes.storageCapacity
        buffers.keep(batch.take().bytes)
        buffers.keep(ByteBufferAllocator().buffer(capacity: 100_000))
        #expect(buffers.spare(for: 10) == nil)
        let spare = try #require(buffers.spare(for: 100_000))
        #expect(spare.readableBytes == 0)
        #expect(spare.storageCapacity == capacity)
        #expect(buffers.spare(for: 100_000) == nil)
        buffers.keep(spare)
        buffers.look()
        buffers.look()
        #expect(buffers.spare(for: 100_000) == nil)
    }
}
