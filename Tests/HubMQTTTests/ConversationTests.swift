import HubControl
import HubModel
import NIOCore
import StreamCore
import Synchronization
import TestSupport
import Testing

@testable import HubMQTT

/// What a device that was let in does.
@Suite(.timeLimit(.minutes(1)))
struct ConversationTests {
    private static func publish(_ topic: String, _ payload: String = "", id: UInt16? = nil) throws -> MQTTPacket {
        let delivery = id.flatMap(MQTTPacketID.init).map { MQTTPublish.Delivery.atLeastOnce($0, isRepeated: false) }
        return .publish(
            MQTTPublish(
                topic: try #require(MQTTTopicName(topic)),
                payload: ByteBuffer(string: payload),
                delivery: delivery ?? .atMostOnce
            )
        )
    }

    private static func subscribe(_ filters: String..., id: UInt16 = 1) throws -> MQTTPacket {
        .subscribe(
            try #require(MQTTPacketID(id)),
            try filters.map { MQTTSubscription(filter: try #require(MQTTTopicFilter($0)), qos: .atMostOnce) }
        )
    }

    private static func script() throws -> [MQTTPacket] {
        [
            .connect(TestDevice.connect), try subscribe("$iothub/twin/res/#"),
            try publish("$iothub/twin/GET/?$rid=1"), try publish("devices/press-07/messages/events/", "12345", id: 2),
            .pingRequest,
        ]
    }

    @Test func `packets split at every byte, or all at once, get the same answers`() async throws {
        let bytes = try TestDevice.bytes(Self.script())
        var transcripts: [[MQTTPacket]] = []
        for size in [1, 2, 7, bytes.count] {
            let recorded = RecordedDoor(twin: Self.emptyTwin)
            let device = try await TestDevice(recorded)
            var rest = bytes[...]
            while !rest.isEmpty {
                try await device.send(bytes: Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            var answers: [MQTTPacket] = []
            for _ in 0..<5 { answers.append(try await device.next()) }
            // What is known at once does not wait for a twin.
            transcripts.append(answers.sorted { "\($0)" < "\($1)" })
            #expect(recorded.events == [.telemetry(1, bytes: 5)])
        }
        #expect(Set(transcripts.map { "\($0)" }).count == 1)
        #expect(transcripts[0].contains(.pingResponse))
    }

    /// Answers as a hub whose twins are empty and take everything.
    private static let emptyTwin: RecordedDoor.Twin = { request in
        switch request {
        case .read(let id): TwinAnswer.document(id, Array(#"{"desired":{"$version":1}}"#.utf8))
        case .report(let id, let patch): TwinAnswer.reported(id, version: Int64(patch.count))
        }
    }

    @Test func `twin requests are answered when the answer was subscribed`() async throws {
        let held = HeldJudgement()
        let asked = Mutex<[String]>([])
        let recorded = RecordedDoor(twin: { request in
            asked.withLock { $0.append(request.id.text) }
            if request.id.text == "2" { await held.wait() }
            return await Self.emptyTwin(request)
        })
        let device = try await TestDevice.connected(recorded)
        try await device.send(
            Self.publish("$iothub/twin/GET/?$rid=1"),
            Self.publish("$iothub/twin/GET/?$rid=2"),
            .pingRequest
        )
        #expect(try await device.next() == .pingResponse)
        // The first is done with, unheard, before the second is begun.
        try await device.wait { asked.withLock { $0 } == ["1", "2"] }
        try await device.send(Self.subscribe("$iothub/twin/res/#"))
        _ = try await device.next()
        held.release()
        let document = #"{"desired":{"$version":1}}"#
        #expect(try await device.next() == Self.publish("$iothub/twin/res/200/?$rid=2", document))
        try await device.send(Self.publish("$iothub/twin/PATCH/properties/reported/?$rid=8", "{}"))
        #expect(try await device.next() == Self.publish("$iothub/twin/res/204/?$rid=8&$version=2"))
    }

    @Test func `twin requests beyond the bound are told to wait, and the others are done in their order`() async throws
    {
        let held = HeldJudgement()
        let asked = Mutex<[String]>([])
        let recorded = RecordedDoor(twin: { request in
            asked.withLock { $0.append(request.id.text) }
            if request.id.text == "0" { await held.wait() }
            return await Self.emptyTwin(request)
        })
        let device = try await TestDevice.connected(recorded)
        try await device.send(Self.subscribe("$iothub/twin/res/#"))
        _ = try await device.next()
        for number in 0..<12 {
            try await device.send(Self.publish("$iothub/twin/PATCH/properties/reported/?$rid=\(number)", "{}"))
        }
        // One is being done, eight wait.
        for number in 9..<12 {
            #expect(try await device.next() == Self.publish("$iothub/twin/res/429/?$rid=\(number)"))
        }
        held.release()
        for number in 0..<9 {
            #expect(try await device.next() == Self.publish("$iothub/twin/res/204/?$rid=\(number)&$version=2"))
        }
        #expect(asked.withLock { $0 } == (0..<9).map(String.init))
    }

    @Test func `a patch that no twin could hold is refused before it is read`() async throws {
        let recorded = RecordedDoor(twin: Self.emptyTwin)
        let device = try await TestDevice.connected(recorded)
        try await device.send(Self.subscribe("$iothub/twin/res/#"))
        _ = try await device.next()
        let long = String(repeating: " ", count: TwinRequest.maximumPatchBytes + 1)
        try await device.send(Self.publish("$iothub/twin/PATCH/properties/reported/?$rid=1", long))
        #expect(try await device.next() == Self.publish("$iothub/twin/res/400/?$rid=1"))
    }

    @Test func `results of methods reach the hub with their payload`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        try await device.send(Self.publish("$iothub/methods/res/-3/?$rid=1f", #"{"a":1}"#), .pingRequest)
        #expect(try await device.next() == .pingResponse)
        let id = try #require(RequestID("1f"))
        #expect(recorded.events == [.method(id, status: -3, payload: Array(#"{"a":1}"#.utf8))])
    }

    @Test func `reports on endpoints reach the hub`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        try await device.send(Self.publish("$iothub/checks/res/200/?$rid=1f", "{}"), .pingRequest)
        #expect(try await device.next() == .pingResponse)
        let id = try #require(RequestID("1f"))
        #expect(recorded.events == [.method(id, status: 200, payload: Array("{}".utf8))])
    }

    @Test func `telemetry is acknowledged and counted, once for what came together`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        let before = recorded.signsOfLife
        let topic = "devices/press-07/messages/events/a=b"
        try await device.send(
            Self.publish(topic, "123", id: 4),
            Self.publish(topic, "45"),
            Self.publish("devices/press-08/messages/events/", "of another", id: 5),
            Self.publish("no/such/topic", "x", id: 6)
        )
        for id: UInt16 in [4, 5, 6] {
            #expect(try await device.next() == .publishAck(try #require(MQTTPacketID(id))))
        }
        #expect(recorded.events == [.telemetry(2, bytes: 5)])
        #expect(recorded.signsOfLife == before + 1)
    }

    @Test func `a filter of another device is refused in the SUBACK`() async throws {
        let device = try await TestDevice.connected(RecordedDoor())
        try await device.send(Self.subscribe("devices/press-08/messages/devicebound/#", "#", "$iothub/streams/POST/#"))
        #expect(
            try await device.next()
                == .subscribeAck(try #require(MQTTPacketID(1)), [.failure, .failure, .granted(.atMostOnce)])
        )
    }

    @Test func `answers to stream requests reach the hub, unreadable ones do not`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        let stream = StreamID(checked: "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41")
        let answer = StreamAnswerTopic(stream: stream, answer: .accepted(service: nil))
        try await device.send(Self.publish("$iothub/streams/res/999/?x"), Self.publish(answer.text), .pingRequest)
        #expect(try await device.next() == .pingResponse)
        #expect(recorded.events == [.answered(answer)])
    }

    @Test func `silence for one and a half keep-alives ends the connection`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        await device.advance(by: .seconds(89))
        try await device.send(.pingRequest)
        #expect(try await device.next() == .pingResponse)
        await device.advance(by: .seconds(89))
        #expect(device.isActive)
        await device.advance(by: .seconds(1))
        try await device.waitForClose()
        #expect(recorded.events == [.closed(.silent)])
    }

    @Test func `the connection ends with its credential`() async throws {
        let clock = ManualWorld()
        let end = clock.now + .seconds(30)
        let recorded = RecordedDoor { _ throws(HubError) in end }
        let device = try await TestDevice.connected(recorded, clock: clock)
        await device.advance(by: .seconds(29))
        #expect(device.isActive)
        await device.advance(by: .seconds(1))
        try await device.waitForClose()
        #expect(recorded.events == [.closed(.credentialExpired)])
    }

    @Test func `a second CONNECT ends the connection`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        try await device.send(.connect(TestDevice.connect))
        try await device.waitForClose()
        #expect(recorded.events == [.closed(.unexpectedPacket(.connect))])
    }

    @Test func `a packet above the limit ends the connection at its header`() async throws {
        let recorded = RecordedDoor()
        var limits = MQTTLimits()
        limits.maximumPacketBytes = 100
        let device = try await TestDevice.connected(recorded, limits: limits)
        try await device.send(bytes: [0x30, 101])
        try await device.waitForClose()
        #expect(recorded.events == [.closed(.malformed(.packetTooLarge(.publish, bytes: 101, maximum: 100)))])
    }

    @Test func `DISCONNECT and a broken connection are told apart`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        try await device.send(.disconnect)
        try await device.waitForClose()
        let broken = try await TestDevice.connected(recorded)
        try await broken.vanish()
        try await broken.wait { recorded.events == [.closed(.disconnected), .closed(nil)] }
    }

    @Test func `a will that is telemetry is counted when the connection breaks`() async throws {
        let recorded = RecordedDoor()
        var connect = TestDevice.connect
        connect.will = MQTTConnect.Will(
            topic: try #require(MQTTTopicName("devices/press-07/messages/events/")),
            payload: ByteBuffer(string: "gone")
        )
        let device = try await TestDevice.connected(recorded, connect)
        await device.advance(by: .seconds(90))
        try await device.waitForClose()
        #expect(recorded.events == [.telemetry(1, bytes: 4), .closed(.silent)])
    }
}
