import HubModel
import NIOCore
import StreamCore
import Testing

@testable import StreamClient

@Suite struct FrameBatchTests {
    private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) } }

    /// What a server reads of the frames: the opcode and length of each, and all payload.
    private func read(_ frames: [ByteBuffer]) -> (headers: [FrameHeader], payload: [UInt8]) {
        var reader = FrameReader(role: .server)
        var headers: [FrameHeader] = []
        var payload: [UInt8] = []
        for var frame in frames {
            var events: [FrameEvent] = []
            while frame.readableBytes > 0 { reader.received(&frame, into: &events) }
            for event in events {
                if case .header(let header) = event { headers.append(header) }
                if case .payload(let piece) = event { payload += Array(piece.readableBytesView) }
            }
        }
        return (headers, payload)
    }

    private func frames(_ batch: inout FrameBatch) -> [ByteBuffer] {
        var keys = MaskingKeys(.real)
        var frames: [ByteBuffer] = []
        while let frame = batch.nextFrame(&keys) { frames.append(frame) }
        return frames
    }

    @Test(arguments: [[1], [3, 0, 5, 64], [70_000, 1, 2, 130_000], [125], [126], [65_535], [65_536]])
    func `pieces of one batch are one frame`(_ sizes: [Int]) {
        var batch = FrameBatch()
        let all = bytes(sizes.reduce(0, +))
        var rest = all[...]
        for size in sizes {
            batch.append(ByteBuffer(bytes: rest.prefix(size)), nil)
            rest = rest.dropFirst(size)
        }
        let (headers, payload) = read(frames(&batch))
        #expect(headers == [FrameHeader(.binary, length: all.count)])
        #expect(payload == all)
        #expect(batch.isEmpty)
    }

    @Test func `a large batch is cut at the largest frame`() {
        var batch = FrameBatch()
        let all = bytes(2 * FrameBatch.maximumPayloadBytes + 5)
        batch.append(ByteBuffer(bytes: all), nil)
        let (headers, payload) = read(frames(&batch))
        #expect(headers.map(\.length) == [FrameBatch.maximumPayloadBytes, FrameBatch.maximumPayloadBytes, 5])
        #expect(payload == all)
    }

    @Test func `what is sent stays as it was given`() {
        var batch = FrameBatch()
        let given = ByteBuffer(bytes: bytes(100_000))
        batch.append(given, nil)
        let first = frames(&batch)
        batch.append(given, nil)
        _ = frames(&batch)
        #expect(Array(given.readableBytesView) == bytes(100_000))
        #expect(read(first).payload == bytes(100_000))
    }

    @Test func `nothing is no frame`() {
        var batch = FrameBatch()
        batch.append(ByteBuffer(), nil)
        #expect(frames(&batch).isEmpty)
    }
}
