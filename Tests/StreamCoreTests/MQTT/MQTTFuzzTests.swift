import HubModel
import NIOCore
import Testing

@testable import StreamCore

/// Bytes that nobody meant, the same in every run.
struct MQTTFuzzTests {
    /// SplitMix64.
    struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

        mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
    }

    /// What came of some bytes.
    private struct Outcome: Equatable {
        var packets: [MQTTPacket] = []
        var error: MQTTDecodeError?
    }

    /// Reads in the pieces that the generator makes, or at once.
    private func read(_ bytes: [UInt8], _ decoder: MQTTDecoder, cutBy generator: Generator?) -> Outcome {
        var decoder = decoder
        var generator = generator
        var buffer = ByteBuffer()
        var outcome = Outcome()
        var rest = bytes[...]
        do throws(MQTTDecodeError) {
            repeat {
                let count = generator == nil ? rest.count : min(rest.count, 1 + (generator?.below(9) ?? 0))
                buffer.writeBytes(rest.prefix(count))
                rest = rest.dropFirst(count)
                while let packet = try decoder.next(from: &buffer) { outcome.packets.append(packet) }
            } while !rest.isEmpty
        } catch {
            outcome.error = error
        }
        return outcome
    }

    /// A conversation with some bytes changed, removed, or added.
    private func mutated(_ bytes: [UInt8], with generator: inout Generator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<(1 + generator.below(4)) {
            let index = generator.below(bytes.count)
            switch generator.below(4) {
            case 0: bytes[index] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes[index] ^= 1 << UInt8(generator.below(8))
            case 2: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: index)
            default: bytes.remove(at: index)
            }
        }
        return bytes
    }

    @Test func `random bytes are read to the same outcome however they are cut`() throws {
        var generator = Generator(state: 0x6D71_7474)
        let opened = try MQTTWire.openedServer()
        let client = try MQTTWire.openedClient()
        var errors = 0
        for round in 0..<10_000 {
            let bytes = generator.bytes(1 + generator.below(64))
            let decoder = round % 3 == 0 ? MQTTDecoder.server() : round % 3 == 1 ? opened : client
            let whole = read(bytes, decoder, cutBy: nil)
            #expect(read(bytes, decoder, cutBy: generator) == whole)
            if whole.error != nil { errors += 1 }
        }
        // The rest waits for more.
        #expect(errors > 7500)
    }

    @Test(arguments: MQTTRecording.all)
    func `a damaged conversation is an error or other packets that can be written`(
        _ recording: MQTTRecording
    ) throws {
        var generator = Generator(state: 0x3131)
        var changed = 0
        for _ in 0..<1500 {
            let bytes = mutated(recording.bytes, with: &generator)
            let whole = read(bytes, recording.decoder, cutBy: nil)
            #expect(read(bytes, recording.decoder, cutBy: generator) == whole)
            if whole.packets != recording.packets { changed += 1 }
            // What was read is written as the bytes that it was read from, but for padded lengths.
            let written = try whole.packets.flatMap { try MQTTWire.encode($0) }
            let again = read(written, recording.decoder, cutBy: nil)
            #expect(again == Outcome(packets: whole.packets))
        }
        #expect(changed > 1250)
    }

    @Test func `a session meets any packets in any order without harm`() throws {
        var generator = Generator(state: 0x5E55)
        let packets = MQTTRoundTripTests.fromClient + MQTTRoundTripTests.fromServer
        for _ in 0..<2000 {
            var session = MQTTServerSession(deadline: Timestamp(seconds: 10))
            var isClosed = false
            var isJudging = false
            for second in 0..<30 {
                let now = Timestamp(seconds: Int64(second))
                let actions: [MQTTSessionAction]
                switch generator.below(12) {
                case 0: actions = session.expired(now: now)
                case 1: actions = generator.below(8) == 0 ? session.failed(.malformedLength) : []
                case 2: actions = generator.below(8) == 0 ? session.closed() : []
                case 3: actions = isJudging ? session.refused(.notAuthorized) : []
                case 4, 5: actions = isJudging ? session.authenticated(until: nil, now: now) : []
                case 6:
                    if case .send(let packet) = session.publish(topic: "a", payload: ByteBuffer(), qos: .atLeastOnce) {
                        _ = try MQTTWire.encode(packet)
                    }
                    actions = []
                default: actions = session.received(packets[generator.below(packets.count)], now: now)
                }
                #expect(!isClosed || actions.isEmpty)
                for (index, action) in actions.enumerated() {
                    switch action {
                    case .authenticate: isJudging = true
                    case .send(let packet):
                        isJudging = false
                        #expect(packet.kind.isSentByServer)
                        _ = try MQTTWire.encode(packet)
                    case .close:
                        isClosed = true
                        #expect(index == actions.count - 1)
                    case .deliver, .deliverWill, .wake: break
                    }
                }
            }
        }
    }
}
