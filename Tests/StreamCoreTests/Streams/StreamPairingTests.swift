import HubModel
import Testing

@testable import StreamCore

@Suite struct StreamPairingTests {
    private let now = StreamSamples.start
    private var expiry: Timestamp { now + .seconds(60) }
    private let first = GatewayConnectionID(number: 1)
    private let second = GatewayConnectionID(number: 2)
    private let third = GatewayConnectionID(number: 3)
    private let key = StreamKey(hub: StreamSamples.hub, stream: StreamSamples.stream)

    private func device(_ id: UInt64 = 1) -> StreamClaims { StreamSamples.claims(.device, id: id) }
    private func service(_ id: UInt64 = 2) -> StreamClaims { StreamSamples.claims(.service, id: id) }

    private func waiting(_ connection: GatewayConnectionID, _ bytes: Int = 0, isGone: Bool = false) -> WaitingSide {
        WaitingSide(connection: connection, earlyBytes: bytes, isGone: isGone)
    }

    @Test(arguments: StreamSide.allCases)
    func `the first side waits and the second is paired with it`(side: StreamSide) {
        var room = StreamPairing()
        let (one, two) = side == .device ? (device(), service()) : (service(), device())
        #expect(room.arrived(one, as: first, now: now) == .wait(until: expiry))
        #expect(room.wakes == expiry)
        #expect(room.received(10, from: first) == .hold)
        #expect(room.received(0, from: first) == .hold)
        #expect(room.received(5, from: first) == .hold)
        #expect(room.arrived(two, as: second, now: now) == .pair(with: waiting(first, 15)))
        #expect(room.waitingCount == 0)
        #expect(room.received(5, from: first) == .passOn)
        #expect(room.received(5, from: second) == .passOn)
        #expect(room.left(first) == .ignore)
    }

    @Test func `a token opens one connection`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        #expect(room.arrived(device(), as: second, now: now) == .refuse(.tokenUsed))
        _ = room.arrived(service(), as: second, now: now)
        #expect(room.arrived(device(), as: third, now: now) == .refuse(.tokenUsed))
        #expect(room.arrived(service(), as: third, now: now) == .refuse(.tokenUsed))
    }

    @Test func `a side is taken once, whatever the token`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        #expect(room.arrived(device(9), as: second, now: now) == .refuse(.sideTaken))
        #expect(room.waitingCount == 1)
        #expect(room.arrived(service(), as: third, now: now) == .pair(with: waiting(first)))
        #expect(room.arrived(service(9), as: second, now: now) == .refuse(.sideTaken))
    }

    @Test func `one connection is not both sides`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        #expect(room.arrived(service(), as: first, now: now) == .refuse(.streamOver))
        #expect(
            room.arrived(StreamSamples.claims(stream: StreamSamples.streamID(1), id: 3), as: first, now: now)
                == .refuse(.connectionTaken)
        )
    }

    @Test func `the same stream id of another hub is another stream, of another device an error`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        let otherHub = StreamSamples.claims(.service, hub: HubName(checked: "other"), id: 3)
        #expect(room.arrived(otherHub, as: second, now: now) == .wait(until: expiry))
        let otherDevice = StreamSamples.claims(.service, device: DeviceID(checked: "press-08"), id: 4)
        #expect(room.arrived(otherDevice, as: third, now: now) == .refuse(.otherDevice))
        #expect(room.waitingCount == 2)
    }

    @Test func `a half stream ends at its deadline, and its other side is refused`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        _ = room.received(7, from: first)
        #expect(room.expired(now: expiry + .milliseconds(-1)).isEmpty)
        #expect(room.expired(now: expiry) == [LonelySide(key: key, side: .device, waiting: waiting(first, 7))])
        #expect(room.expired(now: expiry).isEmpty)
        #expect(room.received(1, from: first) == .passOn)
        #expect(room.arrived(service(), as: second, now: expiry) == .refuse(.expired))
        let late = StreamSamples.claims(.service, expires: expiry + .seconds(5), id: 2)
        #expect(room.arrived(late, as: second, now: expiry) == .refuse(.streamOver))
    }

    @Test func `a second side is not paired with one whose time is over`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        let late = StreamSamples.claims(.service, expires: expiry + .seconds(5), id: 2)
        #expect(room.arrived(late, as: second, now: expiry) == .refuse(.streamOver))
        #expect(room.expired(now: expiry).map(\.waiting.connection) == [first])
    }

    @Test func `a used token stays refused when the clock is set back, and is forgotten in the end`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        _ = room.arrived(service(), as: second, now: now)
        #expect(room.expired(now: expiry + .seconds(30)).isEmpty)
        #expect(room.arrived(device(), as: third, now: now) == .refuse(.tokenUsed))
        #expect(room.expired(now: expiry + StreamPairing.memoryMargin).isEmpty)
        #expect(room.knownCount == 0)
        #expect(room.wakes == nil)
    }

    @Test func `a half that sent nothing and left ends the stream`() {
        var room = StreamPairing()
        _ = room.arrived(service(), as: first, now: now)
        #expect(room.left(first) == .end(key, .service))
        #expect(room.left(first) == .ignore)
        #expect(room.arrived(device(), as: second, now: now) == .refuse(.streamOver))
        #expect(room.expired(now: expiry).isEmpty)
    }

    @Test func `what a half sent before it left is delivered to the side that comes`() {
        var room = StreamPairing()
        _ = room.arrived(service(), as: first, now: now)
        _ = room.received(3, from: first)
        #expect(room.left(first) == .hold(until: expiry))
        #expect(room.left(first) == .ignore)
        #expect(room.arrived(service(), as: second, now: now) == .refuse(.tokenUsed))
        #expect(room.arrived(device(), as: second, now: now) == .pair(with: waiting(first, 3, isGone: true)))
    }

    @Test func `what a half sent before it left is dropped when nobody comes`() {
        var room = StreamPairing()
        _ = room.arrived(service(), as: first, now: now)
        _ = room.received(3, from: first)
        _ = room.left(first)
        #expect(
            room.expired(now: expiry) == [
                LonelySide(key: key, side: .service, waiting: waiting(first, 3, isGone: true))
            ]
        )
    }

    @Test func `reading stops in time to keep early bytes within their bound`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        let stop = StreamPairing.maximumEarlyBytes - StreamPairing.readAhead
        #expect(room.received(stop - 1, from: first) == .hold)
        #expect(room.received(1, from: first) == .holdAndStopReading)
        #expect(room.received(StreamPairing.readAhead, from: first) == .holdAndStopReading)
        #expect(room.received(1, from: first) == .close(.device))
        #expect(room.arrived(service(), as: second, now: now) == .refuse(.streamOver))
    }

    @Test func `exactly the bound is delivered`() {
        var room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        #expect(room.received(StreamPairing.maximumEarlyBytes, from: first) == .holdAndStopReading)
        #expect(room.arrived(service(), as: second, now: now) == .pair(with: waiting(first, 1 << 20)))
    }

    @Test func `all together hold no more than the room's bound`() {
        var room = StreamPairing(maximumHeldBytes: 1000)
        for number in 1...3 {
            let claims = StreamSamples.claims(stream: StreamSamples.streamID(number), id: UInt64(number))
            _ = room.arrived(claims, as: GatewayConnectionID(number: UInt64(number)), now: now)
        }
        #expect(room.received(600, from: first) == .hold)
        #expect(room.received(399, from: second) == .hold)
        #expect(room.received(1, from: third) == .holdAndStopReading)
        #expect(room.received(1, from: first) == .holdAndStopReading)
        _ = room.closed(StreamKey(hub: StreamSamples.hub, stream: StreamSamples.streamID(1)), now: now)
        #expect(room.received(1, from: third) == .hold)
    }

    @Test func `a full room lets nobody new in, and who is known still meets`() {
        var room = StreamPairing(maximumStreams: 1)
        _ = room.arrived(device(), as: first, now: now)
        let other = StreamSamples.claims(stream: StreamSamples.streamID(1), id: 5)
        #expect(room.arrived(other, as: second, now: now) == .refuse(.roomFull))
        #expect(room.closed(other.key, now: now) == .none)
        #expect(room.knownCount == 1)
        #expect(room.arrived(service(), as: third, now: now) == .pair(with: waiting(first)))
        _ = room.expired(now: expiry + StreamPairing.memoryMargin)
        let later = StreamSamples.claims(
            stream: StreamSamples.streamID(1),
            expires: expiry + .seconds(120),
            id: 5
        )
        #expect(room.arrived(later, as: second, now: expiry + .seconds(61)) == .wait(until: expiry + .seconds(120)))
    }

    @Test func `a stream that the hub ended is shut, before and while someone waits`() {
        var room = StreamPairing()
        #expect(room.closed(key, now: now) == .none)
        #expect(room.arrived(device(), as: first, now: now) == .refuse(.streamOver))
        #expect(room.expired(now: now + .seconds(600)).isEmpty)
        #expect(room.knownCount == 0)

        room = StreamPairing()
        _ = room.arrived(device(), as: first, now: now)
        _ = room.received(4, from: first)
        #expect(room.closed(key, now: now) == .close(waiting(first, 4)))
        #expect(room.closed(key, now: now) == .none)
        #expect(room.arrived(service(), as: second, now: now) == .refuse(.streamOver))
        #expect(room.waitingCount == 0)
    }
}
