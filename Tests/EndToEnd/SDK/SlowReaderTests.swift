import DeviceSDK
import ServiceSDK
import Synchronization
import Testing

/// A side that reads slowly holds the other one up, and loses nothing.
@Suite(.timeLimit(.minutes(2))) struct SlowReaderTests {
    /// What may be on the way: the queues of both sides, the gateway's, and the buffers of eight sockets.
    private static let bound = 40 << 20

    @Test func `a writer waits for a slow reader`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let written = Atomic<Int>(0)
            let piece = pattern(256 << 10)
            let pieces = 512
            try await site.serving(try site.device()) { request in
                let stream = try await request.accept()
                for _ in 0..<pieces {
                    try await stream.write(piece)
                    written.add(piece.count, ordering: .relaxed)
                }
                try stream.finish()
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                var read = 0
                var ahead = 0
                for try await chunk in stream {
                    // In a debug build far slower than the writer.
                    let place = read % piece.count
                    let expected = Array((piece + piece)[place..<place + chunk.readableBytes])
                    #expect(Array(chunk.readableBytesView) == expected)
                    read += chunk.readableBytes
                    ahead = max(ahead, written.load(ordering: .relaxed) - read)
                }
                #expect(read == pieces * piece.count)
                #expect(ahead < Self.bound, "the writer was \(ahead) bytes ahead")
            }
        }
    }
}
