import CLI
import NIOCore
import StreamClient

/// The services that an agent has in itself.
enum BuiltIn {
    private static let block = ByteBuffer(repeating: 0x55, count: 64 << 10)

    /// Serves a stream to its end.
    static func serve(_ service: BuiltInService, _ stream: ByteStream) async -> StreamResult {
        var received: Int64 = 0
        var sent: Int64 = 0
        do throws(ByteStreamError) {
            switch service {
            case .echo:
                for try await chunk in stream {
                    received += Int64(chunk.readableBytes)
                    try await stream.write(chunk)
                    sent += Int64(chunk.readableBytes)
                }
            case .discard:
                for try await chunk in stream { received += Int64(chunk.readableBytes) }
                let digits = "\(received)\n"
                try await stream.write(digits.utf8)
                sent = Int64(digits.utf8.count)
            case .chargen:
                while stream.end == nil {
                    try await stream.write(block)
                    sent += Int64(block.readableBytes)
                }
            case .web: (received, sent) = try await DemoPage.serve(stream)
            }
            try stream.finish()
        } catch {
            // Why, the stream itself says.
        }
        await stream.close()
        return StreamResult(sent: sent, received: received, end: stream.end)
    }
}
