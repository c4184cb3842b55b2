import HubControl
import HubModel
import StreamCore
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct StackTests {
    /// How far a call has got into the stack.
    @inline(never) private static func depth() -> Int {
        var here: UInt8 = 0
        return withUnsafePointer(to: &here) { -Int(bitPattern: $0) }
    }

    @Test func `from a device's answer to the gateway it is as far for the hundredth stream as for the second`()
        async throws
    {
        let fixture = try await ControlFixture()
        let wire = WiredDevice()
        let connection = try await fixture.connected("d", wire)
        let depths = Mutex<[Int]>([])
        fixture.control.broker.attach { _ in depths.withLock { $0.append(Self.depth()) } }
        var ways: [Int] = []
        for _ in 0..<100 {
            // No limit of streams in a second is met.
            fixture.clock.advance(by: .seconds(1))
            async let opened = fixture.control.streams.open(
                fixture.owner,
                fixture.hub,
                DeviceID("d"),
                StreamCreation(),
                address: "192.0.2.1",
                trackingID: "t"
            )
            let request = await wire.request()
            let answer = StreamAnswerTopic(stream: request.stream, answer: .rejected(StreamRejection()))
            let start = Self.depth()
            fixture.control.connections.answered(answer, by: connection.id)
            _ = try? await opened
            ways.append(try #require(depths.withLock { $0.popLast() }) - start)
        }
        #expect(ways[1] > 0)
        #expect(ways[99] == ways[1])
    }
}
