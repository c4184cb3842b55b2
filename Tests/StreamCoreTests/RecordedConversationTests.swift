import Foundation
import HubModel
import NIOCore
import Testing

@testable import StreamCore

/// The seeds of the fuzz targets, cut at every place: who sent them, and whether they are right, is in their names.
struct RecordedConversationTests {
    /// One direction of a conversation.
    struct Recording: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]

        var testDescription: String { name }
        var isBad: Bool { name.hasPrefix("bad-") }
        /// The name without what it says about being bad.
        private var sender: Substring { isBad ? name.dropFirst(4) : name[...] }

        func isSent(by sender: String) -> Bool { self.sender.hasPrefix(sender + "-") }
    }

    private static func recordings(_ folder: String) -> [Recording] {
        // Tests/StreamCoreTests/ is two below the package.
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let directory = root.appendingPathComponent("Fuzz/Corpus/" + folder).path
        // None are missed by the first test.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().map { name in
            Recording(name: name, bytes: Array(FileManager.default.contents(atPath: directory + "/" + name) ?? Data()))
        }
    }

    static let mqtt = recordings("mqtt")
    static let websocket = recordings("websocket")

    /// What came of the bytes of an MQTT peer.
    private struct Outcome: Equatable {
        var packets: [MQTTPacket] = []
        var error: MQTTDecodeError?
    }

    private func read(_ recording: Recording, cutEvery length: Int, from first: Int) -> Outcome {
        var decoder = recording.isSent(by: "device") ? MQTTDecoder.server() : MQTTDecoder.client()
        var outcome = Outcome()
        var buffer = ByteBuffer()
        var rest = recording.bytes[...]
        var count = first
        do throws(MQTTDecodeError) {
            while !rest.isEmpty {
                buffer.writeBytes(rest.prefix(count))
                rest = rest.dropFirst(count)
                count = length
                while let packet = try decoder.next(from: &buffer) { outcome.packets.append(packet) }
            }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    @Test func `there are recordings of every peer`() {
        for peer in ["device", "hub"] {
            #expect(Self.mqtt.contains { $0.isSent(by: peer) && !$0.isBad })
            #expect(Self.mqtt.contains { $0.isSent(by: peer) && $0.isBad })
            #expect(Self.mqtt.allSatisfy { $0.isSent(by: "device") || $0.isSent(by: "hub") })
        }
        for peer in ["client", "server"] {
            #expect(Self.websocket.contains { $0.isSent(by: peer) && !$0.isBad })
            #expect(Self.websocket.contains { $0.isSent(by: peer) && $0.isBad })
            #expect(Self.websocket.allSatisfy { $0.isSent(by: "client") || $0.isSent(by: "server") })
        }
    }

    @Test(arguments: mqtt)
    func `MQTT cut at any byte gives the same packets`(_ recording: Recording) {
        let whole = read(recording, cutEvery: recording.bytes.count, from: recording.bytes.count)
        #expect((whole.error != nil) == recording.isBad)
        #expect(recording.isBad || !whole.packets.isEmpty)
        for first in recording.bytes.indices.dropFirst() {
            #expect(read(recording, cutEvery: recording.bytes.count, from: first) == whole, "cut at \(first)")
        }
        for length in 1...7 {
            #expect(read(recording, cutEvery: length, from: length) == whole, "cut every \(length)")
        }
    }

    @Test(arguments: websocket)
    func `WebSocket frames cut at any byte give the same events`(_ recording: Recording) {
        let role: WebSocketRole = recording.isSent(by: "client") ? .server : .client
        let whole = FrameTranscript.events(of: recording.bytes, role: role)
        let hasFailed = whole.contains { event in
            if case .failed = event { true } else { false }
        }
        #expect(hasFailed == recording.isBad)
        #expect(!whole.isEmpty)
        for first in recording.bytes.indices.dropFirst() {
            let cut = FrameTranscript.events(of: recording.bytes, pieces: [first], role: role)
            #expect(cut == whole, "cut at \(first)")
        }
        for length in 1...7 {
            let pieces = Array(repeating: length, count: recording.bytes.count / length)
            let cut = FrameTranscript.events(of: recording.bytes, pieces: pieces, role: role)
            #expect(cut == whole, "cut every \(length)")
        }
    }
}
