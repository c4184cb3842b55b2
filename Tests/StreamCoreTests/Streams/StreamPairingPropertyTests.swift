import HubModel
import Testing

@testable import StreamCore

/// Random visitors to a waiting room.
@Suite struct StreamPairingPropertyTests {
    @Test(arguments: [UInt64](1...6))
    func `no token is used twice, pairs are of two sides of one stream, and all is forgotten`(seed: UInt64) {
        var random = StreamsRandom(seed: seed)
        for run in 0..<150 {
            var room = StreamPairing(maximumStreams: 6)
            var now = StreamSamples.start
            var connections: [GatewayConnectionID: StreamClaims] = [:]
            var waiting: [GatewayConnectionID: Int] = [:]
            var gone: Set<GatewayConnectionID> = []
            var used: Set<StreamTokenID> = []
            var paired: Set<StreamKey> = []
            var next: UInt64 = 0
            for _ in 0..<120 {
                now = now + .milliseconds(random.below(1500))
                switch random.below(6) {
                case 0, 1, 2:
                    let side = StreamSide.allCases[random.below(2)]
                    let stream = random.below(8)
                    // Each stream has two tokens, with the times of its number; some are tried again and again.
                    let claims = StreamSamples.claims(
                        side,
                        stream: StreamSamples.streamID(stream),
                        expires: StreamSamples.start + .seconds(40 + stream * 7),
                        id: UInt64(stream * 2 + (side == .device ? 0 : 1))
                    )
                    next += 1
                    let connection = GatewayConnectionID(number: next)
                    switch room.arrived(claims, as: connection, now: now) {
                    case .wait(let until):
                        #expect(used.insert(claims.id).inserted && until == claims.expires, "run \(run)")
                        #expect(now < claims.expires)
                        connections[connection] = claims
                        waiting[connection] = 0
                    case .pair(let other):
                        #expect(used.insert(claims.id).inserted, "run \(run)")
                        #expect(paired.insert(claims.key).inserted, "run \(run)")
                        #expect(connections[other.connection]?.key == claims.key)
                        #expect(connections[other.connection]?.side == claims.side.other)
                        #expect(other.earlyBytes == waiting.removeValue(forKey: other.connection))
                        #expect(other.isGone == gone.contains(other.connection))
                    case .refuse:
                        break
                    }
                case 3:
                    guard let connection = waiting.keys.min(by: { $0.number < $1.number }), !gone.contains(connection)
                    else { continue }
                    let count = random.below(400_000)
                    let total = waiting[connection, default: 0] + count
                    switch room.received(count, from: connection) {
                    case .hold, .holdAndStopReading:
                        #expect(total <= StreamPairing.maximumEarlyBytes, "run \(run)")
                        waiting[connection] = total
                    case .close(let side):
                        #expect(total > StreamPairing.maximumEarlyBytes && side == connections[connection]?.side)
                        waiting[connection] = nil
                    case .passOn:
                        Issue.record("run \(run): a waiting connection was passed on")
                    }
                case 4:
                    guard let connection = waiting.keys.max(by: { $0.number < $1.number }) else { continue }
                    switch room.left(connection) {
                    case .hold: gone.insert(connection)
                    case .end: waiting[connection] = nil
                    case .ignore: #expect(gone.contains(connection), "run \(run)")
                    }
                default:
                    for lonely in room.expired(now: now) {
                        #expect(lonely.waiting.earlyBytes == waiting.removeValue(forKey: lonely.waiting.connection))
                    }
                }
                #expect(room.waitingCount == waiting.count, "run \(run)")
                #expect(room.knownCount <= 6, "run \(run)")
            }
            // Called at each wake as an adapter would, the room empties itself.
            var turns = 0
            while let wake = room.wakes, turns < 1000 {
                for lonely in room.expired(now: max(now, wake)) {
                    #expect(waiting.removeValue(forKey: lonely.waiting.connection) != nil)
                }
                turns += 1
            }
            #expect(waiting.isEmpty && room.knownCount == 0 && room.waitingCount == 0, "run \(run)")
        }
    }
}
