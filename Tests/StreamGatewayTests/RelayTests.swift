import HubModel
import NIOCore
import StreamCore
import Testing

@testable import StreamGateway

@Suite struct RelayTests {
    @Test func `messages go both ways with their boundaries and opcodes`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await service.send("hello")
            try await service.send("again", .text)
            try await device.received.wait { $0.messages.count == 2 }
            #expect(device.received.value.texts == ["hello", "again"])
            #expect(device.received.value.messages.map(\.opcode) == [.binary, .text])
            try await device.send("answer")
            try await service.received.wait { $0.messages.count == 1 }
            #expect(service.received.value.texts == ["answer"])
        }
    }

    @Test func `messages of one byte keep their boundaries`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            var bytes = ByteBuffer()
            let expected = (0..<1000).map { String(UnicodeScalar(UInt8(65 + $0 % 26))) }
            for letter in expected { bytes.writeImmutableBuffer(TestPeer.frame(ByteBuffer(string: letter))) }
            try await service.send(bytes)
            try await device.received.wait { $0.messages.count == 1000 }
            #expect(device.received.value.texts == expected)
        }
    }

    @Test func `a frame arrives while most of it is still to be sent`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            let payload = pattern(16 << 20)
            var frame = TestPeer.frame(payload)
            let start = frame.readSlice(length: 1 << 20)
            let first = try #require(start)
            try await service.send(first)
            // The client's header has 14 bytes, 4 of them the key.
            try await device.received.wait { $0.payload.readableBytes == (1 << 20) - 14 }
            #expect(device.received.value.headers == [FrameHeader(.binary, length: 16 << 20)])
            try await service.send(frame)
            try await device.received.wait { $0.messages.count == 1 }
            #expect(device.received.value.payload == payload)
            #expect(fixture.gateway.mostHeldBytes <= 1 << 20)
        }
    }

    @Test func `a flood of small frames becomes few writes`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            var flood = ByteBuffer()
            let count = 30_000
            let payload = pattern(64)
            for _ in 0..<count { flood.writeImmutableBuffer(TestPeer.frame(payload)) }
            let before = device.received.value.reads
            try await service.send(flood)
            try await device.received.wait { $0.messages.count == count }
            #expect(device.received.value.messages.allSatisfy { $0.bytes == payload })
            #expect(device.received.value.reads - before < count / 20)
        }
    }

    @Test func `fragments stay fragments`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await service.send("one ", .text, isFinal: false)
            try await service.send("two ", .continuation, isFinal: false)
            try await service.send("", .continuation, isFinal: true)
            try await device.received.wait { $0.messages.count == 1 }
            #expect(device.received.value.texts == ["one two "])
            #expect(device.received.value.headers.map(\.isFinal) == [false, false, true])
            #expect(device.received.value.headers.map(\.opcode) == [.text, .continuation, .continuation])
        }
    }

    @Test func `empty messages are dropped`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            var bytes = ByteBuffer()
            for _ in 0..<1000 { bytes.writeImmutableBuffer(TestPeer.frame(ByteBuffer())) }
            bytes.writeImmutableBuffer(TestPeer.frame(ByteBuffer(string: "end")))
            try await service.send(bytes)
            try await device.received.wait { $0.messages.count >= 1 }
            #expect(device.received.value.headers == [FrameHeader(.binary, length: 3)])
        }
    }

    @Test func `a ping is answered and a pong nobody asked for is ignored`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await service.sendPong("unasked")
            try await service.sendPing("are you there")
            try await service.received.wait { !$0.pongs.isEmpty }
            #expect(service.received.value.pongs == [ByteBuffer(string: "are you there")])
            try await service.send("data")
            try await device.received.wait { $0.messages.count == 1 }
            #expect(device.received.value.pongs.isEmpty && device.received.value.pings == 0)
        }
    }

    @Test func `a pong waits for the end of the frame that is being written`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            var frame = TestPeer.frame(pattern(1000))
            let start = frame.readSlice(length: 500)
            let first = try #require(start)
            try await service.send(first)
            try await device.received.wait { $0.payload.readableBytes > 0 }
            try await device.sendPing("now")
            try await device.send("marker")
            try await service.received.wait { $0.messages.count == 1 }
            #expect(device.received.value.pongs.isEmpty)
            // The rest of this frame and a part of the next one: between them is room.
            frame.writeImmutableBuffer(TestPeer.frame(pattern(1000, seed: 2)).getSlice(at: 0, length: 300) ?? frame)
            try await service.send(frame)
            try await device.received.wait { !$0.pongs.isEmpty }
            #expect(device.received.value.violation == nil)
            #expect(device.received.value.messages.map(\.bytes) == [pattern(1000)])
        }
    }

    @Test func `a hundred streams echo at once`() async throws {
        try await GatewayFixture.run { fixture in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...100 {
                    group.addTask {
                        let (device, service) = try await fixture.pair(number)
                        try await device.echoes()
                        let payload = pattern(64 << 10, seed: UInt64(number))
                        try await service.send(TestPeer.frame(payload))
                        try await service.received.wait { $0.messages.count == 1 }
                        #expect(service.received.value.payload == payload)
                        try await service.sendClose(CloseStatus(.normal))
                        let ending = try await fixture.ending(number)
                        #expect(ending?.traffic == StreamTraffic(fromDevice: 64 << 10, fromService: 64 << 10))
                    }
                }
                try await group.waitForAll()
            }
            #expect(fixture.gateway.openConnections == 0)
        }
    }
}
