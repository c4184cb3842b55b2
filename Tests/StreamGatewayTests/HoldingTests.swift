import HubModel
import NIOCore
import StreamCore
import Testing

@testable import StreamGateway

@Suite struct HoldingTests {
    private static func quick() -> StreamGateway.Settings {
        var settings = StreamGateway.Settings()
        settings.pingInterval = .milliseconds(150)
        settings.pingPatience = .milliseconds(150)
        // Less than the system is given, which would notice, too.
        settings.writeTimeout = .milliseconds(200)
        return settings
    }

    @Test func `a reader that stalls stops the writer and costs less than a mebibyte`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            try await device.reads(false)
            let total = 64 << 20
            let sent = Observed(0)
            let frame = TestPeer.frame(pattern(64 << 10))
            let sending = Task {
                while sent.value < total {
                    try await service.send(frame)
                    sent.update { $0 += 64 << 10 }
                }
            }
            // The gateway has stopped reading, and then nothing moves any more; a sender that only waits for its turn has
            // not been stopped.
            var last = -1
            while last != sent.value || (fixture.gateway.mostHeldBytes <= RelayLane.highWater && last < total) {
                last = sent.value
                try await Task.sleep(for: .milliseconds(500))
            }
            #expect(last < total)
            #expect(fixture.gateway.mostHeldBytes <= 1 << 20)
            try await device.reads(true)
            try await sending.value
            try await device.received.wait(seconds: 60) { $0.payload.readableBytes == total }
            #expect(fixture.gateway.mostHeldBytes <= 1 << 20)
        }
    }

    @Test func `what a side sent before it ended stays in the kernel until the reader takes it`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            let total = try await Self.fill(fixture, device, service)
            try await service.disconnect()
            try await fixture.finished.wait { $0 == 1 }
            #expect(fixture.gateway.mostHeldBytes <= 1 << 20)
            // What goes to a side that has ended is dropped, so that it does not have the connection reset.
            try await device.send("too late")
            try await device.reads(true)
            try await device.received.wait(seconds: 60) { $0.isDisconnected }
            #expect(device.received.value.payload.readableBytes == total)
            #expect(device.received.value.status == CloseStatus(.normal, reason: "the service disconnected"))
            #expect(fixture.gateway.mostHeldBytes <= 1 << 20)
            let ending = try await fixture.ending()
            #expect(ending?.traffic.fromService == Int64(total))
        }
    }

    @Test func `a side that ended unread goes when the stream is closed`() async throws {
        try await GatewayFixture.run { fixture in
            let (device, service) = try await fixture.pair()
            _ = try await Self.fill(fixture, device, service)
            try await service.disconnect()
            try await fixture.finished.wait { $0 == 1 }
            fixture.gateway.perform(.close(GatewayFixture.key(), .streamClosed))
            #expect(try await fixture.ending()?.cause == .ordered(.streamClosed))
            while fixture.gateway.openConnections > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    /// Sends until the gateway reads no more and the kernel holds the rest; tells how much was sent.
    private static func fill(_ fixture: GatewayFixture, _ device: TestPeer, _ service: TestPeer) async throws -> Int {
        // The kernel makes room for more than a little only on a connection that had use for it.
        let warm = pattern(4 << 20)
        try await service.send(TestPeer.frame(warm))
        try await device.received.wait(seconds: 60) { $0.payload.readableBytes == warm.readableBytes }
        try await device.reads(false)
        var total = warm.readableBytes
        let piece = pattern(32 << 10)
        var unread = 0
        var unchanged = 0
        // The kernel finds more room on the reader's side for a while.
        while unread < 4 * piece.readableBytes || unchanged < 10 {
            if unread < 4 * piece.readableBytes {
                try await service.send(TestPeer.frame(piece))
                total += piece.readableBytes
            } else {
                try await Task.sleep(for: .milliseconds(50))
            }
            // The end comes behind what was sent: all of that must be there.
            while try await service.unsentBytes() > 0 { try await Task.sleep(for: .milliseconds(1)) }
            let now = try await fixture.unreadBytes()
            unchanged = now == unread ? unchanged + 1 : 0
            unread = now
        }
        return total
    }

    @Test func `early bytes come first`() async throws {
        try await GatewayFixture.run { fixture in
            let device = try await fixture.join(.device)
            let early = pattern(700_000)
            try await device.send(TestPeer.frame(early))
            try await device.send("second")
            try await device.sendPing("held?")
            try await device.received.wait { !$0.pongs.isEmpty }
            let service = try await fixture.join(.service)
            try await device.send("third")
            try await service.received.wait { $0.messages.count == 3 }
            #expect(service.received.value.messages[0].bytes == early)
            #expect(Array(service.received.value.texts[1...]) == ["second", "third"])
        }
    }

    @Test func `a side that sends far ahead is stopped and loses nothing`() async throws {
        try await GatewayFixture.run { fixture in
            let device = try await fixture.join(.device)
            let payload = pattern(30 << 20)
            let sending = Task { try await device.send(TestPeer.frame(payload)) }
            try await Task.sleep(for: .milliseconds(300))
            let service = try await fixture.join(.service)
            try await service.received.wait(seconds: 60) { $0.messages.count == 1 }
            try await sending.value
            #expect(service.received.value.payload == payload)
            #expect(fixture.gateway.mostHeldBytes <= 1 << 20)
        }
    }

    @Test(arguments: [true, false])
    func `what a side sent before it left is delivered to the one that comes later`(withClose: Bool) async throws {
        try await GatewayFixture.run { fixture in
            let device = try await fixture.join(.device)
            try await device.send("message in a bottle")
            if withClose {
                try await device.sendClose(CloseStatus(.normal))
                try await device.received.wait { $0.isDisconnected }
            } else {
                try await device.disconnect()
            }
            while fixture.gateway.openConnections > 0 { try await Task.sleep(for: .milliseconds(5)) }
            let service = try await fixture.join(.service)
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.texts == ["message in a bottle"])
            #expect(service.received.value.status?.code == .normal)
            let ending = try await fixture.ending()
            #expect(ending?.side == .device && ending?.traffic == StreamTraffic(fromDevice: 19))
        }
    }

    @Test func `a side that leaves without having sent anything ends its stream`() async throws {
        try await GatewayFixture.run { fixture in
            let device = try await fixture.join(.device)
            try await device.disconnect()
            #expect(try await fixture.ending()?.cause == .disconnected)
            #expect(try await fixture.knock(GatewayFixture.path(.service), fixture.token(.service)) == nil)
        }
    }

    @Test func `a side that waits in vain is closed at the deadline`() async throws {
        try await GatewayFixture.run { fixture in
            let service = try await fixture.join(.service)
            try await service.send("anybody there?")
            fixture.gateway.look()
            fixture.offset.add(.seconds(62))
            fixture.gateway.look()
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.status?.code.number == 4504)
            #expect(
                try await fixture.ending()
                    == StreamEnding(side: .service, cause: .alone, traffic: StreamTraffic())
            )
        }
    }

    @Test func `run closes who waits in vain`() async throws {
        var settings = StreamGateway.Settings()
        settings.lookInterval = .milliseconds(10)
        try await GatewayFixture.run(settings) { fixture in
            let gateway = fixture.gateway
            let running = Task { await gateway.run() }
            let device = try await fixture.join(.device)
            fixture.offset.add(.seconds(62))
            try await device.received.wait { $0.isDisconnected }
            running.cancel()
            await running.value
        }
    }

    @Test func `a side that answers no ping is gone`() async throws {
        try await GatewayFixture.run(Self.quick()) { fixture in
            let (device, service) = try await fixture.pair()
            try await device.answers(false)
            try await service.received.wait { $0.isDisconnected }
            #expect(service.received.value.pings > 0)
            #expect(device.received.value.pings > 0)
            #expect(service.received.value.status == CloseStatus(.normal, reason: "the device no longer answers"))
            let ending = try await fixture.ending()
            #expect(ending?.side == .device && ending?.cause == .vanished)
        }
    }

    @Test func `two sides that both stop inside a frame are not waited for`() async throws {
        try await GatewayFixture.run(Self.quick()) { fixture in
            let (device, service) = try await fixture.pair()
            for side in [device, service] {
                var frame = TestPeer.frame(pattern(1000))
                try await side.send(try #require(frame.readSlice(length: 500)))
            }
            #expect(try await fixture.ending()?.cause == .vanished)
            try await device.received.wait { $0.isDisconnected }
            try await service.received.wait { $0.isDisconnected }
        }
    }

    @Test func `a side that takes nothing for too long is gone`() async throws {
        try await GatewayFixture.run(Self.quick()) { fixture in
            let (device, service) = try await fixture.pair()
            try await device.reads(false)
            let sending = Task {
                let frame = TestPeer.frame(pattern(60_000))
                while true { try await service.send(frame) }
            }
            let ending = try await fixture.ending()
            #expect(ending?.side == .device && ending?.cause == .vanished)
            await #expect(throws: (any Error).self) { try await sending.value }
            try await device.disconnect()
        }
    }
}
