import HubModel
import NIOCore
import StreamClient

/// Measures a stream against what an agent has in itself.
enum StreamMeter {
    /// As large as a keystroke with its frame of an interactive session.
    private static let pingBytes = 32
    private static let block = ByteBuffer(repeating: 0x55, count: 128 << 10)

    /// Sends a few bytes and waits until they are back, again and again.
    static func roundTrips(_ count: Int, _ stream: ByteStream) async throws(ByteStreamError) -> RoundTrips {
        let ping = [UInt8](repeating: 0x2E, count: pingBytes)
        var times: [Int64] = []
        for _ in 0..<count {
            let started = NIODeadline.now()
            guard try await EchoProgram.echo(ping, stream).count == ping.count else { throw .ended(.finished) }
            times.append((NIODeadline.now() - started).nanoseconds / 1000)
        }
        return RoundTrips(microseconds: times)
    }

    /// Sends for so long, and waits until the other side says how much has come.
    static func send(for duration: Duration, _ stream: ByteStream) async throws(ByteStreamError) -> Throughput {
        let started = NIODeadline.now()
        let end = started + TimeAmount(duration)
        while NIODeadline.now() < end { try await stream.write(block) }
        try stream.finish()
        var digits: [UInt8] = []
        // No number has more than 20 digits.
        for try await chunk in stream { digits += chunk.readableBytesView.prefix(20 - min(20, digits.count)) }
        let text = String(decoding: digits, as: UTF8.self)
        guard let bytes = Int64(text.prefix { $0.isNumber }) else { throw .ended(.finished) }
        return Throughput(bytes: bytes, nanoseconds: (NIODeadline.now() - started).nanoseconds)
    }

    /// Takes what comes for so long.
    static func receive(for duration: Duration, _ stream: ByteStream) async throws(ByteStreamError) -> Throughput {
        let started = NIODeadline.now()
        let end = started + TimeAmount(duration)
        var bytes: Int64 = 0
        for try await chunk in stream {
            bytes += Int64(chunk.readableBytes)
            if NIODeadline.now() >= end { break }
        }
        return Throughput(bytes: bytes, nanoseconds: (NIODeadline.now() - started).nanoseconds)
    }
}
