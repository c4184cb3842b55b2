import HubModel
import NIOCore
import StreamCore
import Testing

@testable import StreamGateway

@Suite struct EndingTests {
    private static func impatient() -> StreamGateway.Settings {
        var settings = StreamGateway.Settings()
        settings.closeTimeout = .milliseconds(300)
        return settings
    }

    @Test func `a close frame is answered and ends the other side with 1000 and a reason`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await device.send("last words")
            try await device.sendClose(CloseStatus(try #require(CloseCode(4321)), reason: "enough"))
            try await device.received.wait { $0.isDisconnected }
            #expect(device.received.value.status == CloseStatus(try #require(CloseCode(4321)), reason: "enough"))
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.texts == ["last words"])
            #expect(
                service.received.value.status == CloseStatus(.normal, reason: "closed by the device with code 4321")
            )
            let ending = try await fixture.ending()
            #expect(
                ending == StreamEnding(side: .device, cause: .closed(4321), traffic: StreamTraffic(fromDevice: 10))
            )
        }
    }

    @Test func `an empty close frame is answered with an empty one`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await service.sendClose(nil)
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.isEnded && service.received.value.status == nil)
            try await device.received.wait { $0.isDisconnected }
            #expect(device.received.value.status == CloseStatus(.normal, reason: "closed by the service"))
        }
    }

    @Test func `both sides may close at the same time`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            async let first: Void = device.sendClose(CloseStatus(.normal))
            async let second: Void = service.sendClose(CloseStatus(.normal))
            _ = try await (first, second)
            for peer in [device, service] {
                try await peer.received.wait { $0.isDisconnected }
                #expect(peer.received.value.status?.code == .normal)
            }
            #expect(try await fixture.ending()?.cause == .closed(1000))
        }
    }

    @Test(arguments: [true, false])
    func `every byte arrives although the sender is gone at once`(withCloseFrame: Bool) async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            // The reader is slow to begin, so that all that the gateway and the system hold is under way at the end.
            try await device.reads(false)
            let payload = pattern(24 << 20)
            let sending = Task {
                var rest = payload
                while let piece = rest.readSlice(length: min(60_000, rest.readableBytes)), piece.readableBytes > 0 {
                    try await service.send(TestPeer.frame(piece))
                }
                if withCloseFrame { try await service.sendClose(CloseStatus(.normal)) }
                try await service.disconnect()
            }
            try await fixture.reports.wait { reports in reports.contains { $0.isProgress } }
            try await device.reads(true)
            try await sending.value
            try await device.received.wait(seconds: 60) { $0.isDisconnected }
            #expect(device.received.value.payload == payload)
            #expect(device.received.value.status?.code == .normal)
            let ending = try await fixture.ending()
            #expect(ending?.cause == (withCloseFrame ? .closed(1000) : .disconnected))
            #expect(ending?.traffic == StreamTraffic(fromService: 24 << 20))
        }
    }

    @Test func `what was received inside a frame is delivered before the connection is cut`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            let part = TestPeer.frame(pattern(1 << 20)).getSlice(at: 0, length: 600_014)
            try await service.send(try #require(part))
            try await service.disconnect()
            try await device.received.wait { $0.isDisconnected }
            #expect(device.received.value.payload == pattern(1 << 20).getSlice(at: 0, length: 600_000))
            #expect(device.received.value.violation == nil && !device.received.value.isEnded)
        }
    }

    @Test func `whoever breaks the protocol is told, and the other one gets what came before`() async throws {
        try await GatewayFixture.run(Self.impatient()) { fixture in
            let (device, service) = try await fixture.pair()
            try await device.send("good")
            var unmasked = ByteBuffer()
            FrameWriter.writeFrame(.binary, ByteBuffer(string: "bad"), key: nil, into: &unmasked)
            try await device.send(unmasked)
            try await service.received.wait { $0.isDisconnected }
            try await device.received.wait { $0.isDisconnected }
            #expect(device.received.value.status?.code == .protocolError)
            #expect(service.received.value.texts == ["good"])
            #expect(service.received.value.status?.code == .normal)
            #expect(service.received.value.status?.reason.contains("broke the protocol") == true)
            #expect(try await fixture.ending()?.cause == .violation("A client must mask its frames."))
        }
    }

    @Test func `a side that does not answer the close frame is closed`() async throws {
        try await GatewayFixture.run(Self.impatient()) { fixture in
            let (device, service) = try await fixture.pair()
            try await device.answers(false)
            try await service.sendClose(CloseStatus(.normal))
            try await device.received.wait { $0.isDisconnected }
            #expect(device.received.value.status?.code == .normal)
            #expect(try await fixture.ending()?.cause == .closed(1000))
        }
    }

    @Test func `a close during a frame of the other side waits for the end of the frame`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            var frame = TestPeer.frame(pattern(1000))
            let start = frame.readSlice(length: 500)
            try await service.send(try #require(start))
            try await device.received.wait { $0.payload.readableBytes > 0 }
            // In one write with the close frame, so that the arrival of the one shows that of the other.
            var end = TestPeer.frame(ByteBuffer(string: "last words"))
            FrameWriter.writeClose(CloseStatus(.normal, reason: "bye"), key: TestPeer.key, into: &end)
            try await device.send(end)
            try await service.received.wait { $0.messages.count == 1 }
            #expect(!device.received.value.isEnded && !service.received.value.isEnded)
            try await service.send(frame)
            try await device.received.wait { $0.isDisconnected }
            #expect(device.received.value.messages.map(\.bytes) == [pattern(1000)])
            #expect(device.received.value.status == CloseStatus(.normal, reason: "bye"))
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.status?.code == .normal)
        }
    }

    @Test func `the hub closes both sides with the code of its error`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            fixture.gateway.perform(.close(GatewayFixture.key(), .deviceDisabled))
            let code = try #require(ErrorCode.deviceDisabled.entry.closeCode.flatMap { CloseCode($0) })
            for peer in [device, service] {
                try await peer.received.wait(seconds: 2) { $0.isDisconnected }
                #expect(peer.received.value.status == CloseStatus(code, reason: "DeviceDisabled"))
            }
            #expect(try await fixture.ending()?.cause == .ordered(.deviceDisabled))
            #expect(try await fixture.knock(GatewayFixture.path(.device), fixture.token(.device)) == nil)
        }
    }

    @Test func `both sides are told the words of who closed the stream, cut before the id of the request`() async throws
    {
        let id = "b90e3f12-5b7d-4c1e-9a60-2f8d7e6b5a41"
        try await GatewayFixture.run { fixture in
            func knock(_ side: StreamSide) async throws -> TestPeer? {
                try await fixture.knock(GatewayFixture.path(side), fixture.token(side, trackingID: id))
            }
            let peers = [try #require(try await knock(.device)), try #require(try await knock(.service))]
            let words = "the\u{1B}[2J ticket; tracking 4711 is closed, " + String(repeating: "ü", count: 200)
            fixture.gateway.perform(.close(GatewayFixture.key(), .streamClosed, words: words))
            let code = try #require(ErrorCode.streamClosed.entry.closeCode.flatMap { CloseCode($0) })
            for peer in peers {
                try await peer.received.wait { $0.isDisconnected }
                let status = try #require(peer.received.value.status)
                #expect(status.code == code)
                #expect(
                    (CloseStatus.maximumReasonBytes - 1...CloseStatus.maximumReasonBytes).contains(
                        status.reason.utf8.count
                    )
                )
                #expect(status.reason.hasPrefix("StreamClosed: the\\u{1B}[2J ticket; tracking 4711 is closed, ü"))
                #expect(status.reason.hasSuffix("ü; tracking " + id))
            }
        }
    }

    @Test func `an order ends a side that reads nothing and answers nothing`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await device.reads(false)
            let sending = Task {
                let frame = TestPeer.frame(pattern(60_000))
                while true { try await service.send(frame) }
            }
            try await fixture.reports.wait { reports in reports.contains { $0.isProgress } }
            fixture.gateway.perform(.close(GatewayFixture.key(), .deviceDisabled))
            let ended = GatewayFixture.key()
            try await fixture.reports.wait(seconds: 3) { $0.contains { $0.key == ended && $0.isEnd } }
            await #expect(throws: (any Error).self) { try await sending.value }
            try await device.disconnect()
        }
    }

    @Test func `a stop closes everybody with 1001`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair(1)
            let lonely = try await fixture.join(.device, 2)
            fixture.gateway.stop()
            for peer in [device, service, lonely] {
                try await peer.received.wait { $0.isDisconnected }
                #expect(peer.received.value.status?.code == .goingAway)
            }
            #expect(try await fixture.ending(1)?.cause == .stopping)
            #expect(try await fixture.ending(2)?.cause == .stopping)
            #expect(try await fixture.knock(GatewayFixture.path(.device, 3), fixture.token(.device, 3)) == nil)
            #expect(fixture.gateway.openConnections == 0)
        }
    }
}

extension GatewayReport {
    var isProgress: Bool {
        if case .progress = event { true } else { false }
    }
}
