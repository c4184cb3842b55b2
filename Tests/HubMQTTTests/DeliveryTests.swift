import Crypto
import HubControl
import HubModel
import NIOCore
import StreamCore
import Synchronization
import TestSupport
import Testing

@testable import HubMQTT

/// What the hub asks of a connection.
@Suite(.timeLimit(.minutes(1)))
struct DeliveryTests {
    private static let filter = StreamRequestTopic.filter

    private func request() throws -> StreamRequestTopic {
        StreamRequestTopic(
            name: StreamName(checked: "echo"),
            stream: StreamID(checked: "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41"),
            url: try #require(StreamURL("wss://hub.local-001.streams.devicestream.localhost:8443/bridges/x")),
            token: try #require(StreamToken("a.b.c"))
        )
    }

    private func deliver(_ link: DeviceLink) throws -> Delivery {
        let delivery = Delivery()
        link.deliver(try request()) { delivery.result = $0 }
        return delivery
    }

    private func subscribe(_ device: TestDevice, _ filter: String = filter) async throws {
        let subscription = MQTTSubscription(filter: try #require(MQTTTopicFilter(filter)), qos: .atMostOnce)
        try await device.send(.subscribe(try #require(MQTTPacketID(1)), [subscription]))
        _ = try await device.next()
    }

    @Test func `a stream request is published only after the device subscribed`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        let link = try #require(recorded.links.first)
        let early = try deliver(link)
        try await device.wait { early.result == .notListening }
        try await subscribe(device)
        let late = try deliver(link)
        guard case .publish(let publish) = try await device.next() else {
            Issue.record("no publish")
            return
        }
        #expect(publish.topic.text == (try request().text))
        #expect(publish.qos == .atMostOnce)
        #expect(publish.payload.readableBytes == 0)
        try await device.wait { late.result == .written }
        try await device.vanish()
        let gone = try deliver(link)
        try await device.wait { gone.result == .gone }
    }

    @Test func `messages leave in the order in which they were given`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        let link = try #require(recorded.links.first)
        try await subscribe(device, "$iothub/twin/PATCH/properties/desired/#")
        for version: Int64 in 2...20 { link.publish(TwinAnswer.desired([7], version: version)) { _ in } }
        for version in 2...20 {
            guard case .publish(let publish) = try await device.next() else {
                Issue.record("no publish")
                return
            }
            #expect(publish.topic.text == "$iothub/twin/PATCH/properties/desired/?$version=\(version)")
            #expect(Array(publish.payload.readableBytesView) == [7])
        }
        let method = Delivery()
        let name = MethodName(checked: "reboot")
        link.publish(.method(name, try #require(RequestID("1")), payload: [])) { method.result = $0 }
        try await device.wait { method.result == .notListening }
    }

    @Test func `a request during the login waits for its end`() async throws {
        let held = HeldJudgement()
        let recorded = RecordedDoor { _ throws(HubError) in
            await held.wait()
            return nil
        }
        let memory = SubscriptionMemory()
        let filter = try #require(MQTTTopicFilter(Self.filter))
        memory.keep(
            [MQTTSubscription(filter: filter, qos: .atMostOnce)],
            of: RecordedDoor.identity,
            hub: RecordedDoor.hub
        )
        let device = try await TestDevice(recorded, memory: memory)
        try await device.send(.connect(TestDevice.connect))
        try await device.wait { recorded.links.count == 1 }
        let delivery = try deliver(try #require(recorded.links.first))
        await device.run()
        #expect(delivery.result == nil)
        held.release()
        #expect(try await device.next() == .connectAck(.accepted(sessionPresent: true)))
        guard case .publish = try await device.next() else {
            Issue.record("no publish")
            return
        }
        try await device.wait { delivery.result == .written }
    }

    @Test func `subscriptions are restored unless the session is clean`() async throws {
        let memory = SubscriptionMemory()
        let recorded = RecordedDoor()
        let first = try await TestDevice.connected(recorded, memory: memory)
        try await subscribe(first)
        try await first.vanish()
        let second = try await TestDevice.connected(recorded, memory: memory)
        let delivery = try deliver(recorded.links[1])
        try await second.wait { delivery.result == .written }
        var clean = TestDevice.connect
        clean.cleanSession = true
        let third = try await TestDevice.connected(recorded, clean, memory: memory)
        let unheard = try deliver(recorded.links[2])
        try await third.wait { unheard.result == .notListening }
        #expect(memory.subscriptions(of: RecordedDoor.identity, hub: RecordedDoor.hub).isEmpty)
    }

    @Test func `who took questions about endpoints says so again, or takes none`() async throws {
        let memory = SubscriptionMemory()
        let recorded = RecordedDoor()
        let first = try await TestDevice.connected(recorded, memory: memory)
        let filters = try [Self.filter, EndpointCheckTopic.filter].map { text in
            MQTTSubscription(filter: try #require(MQTTTopicFilter(text)), qos: .atMostOnce)
        }
        try await first.send(.subscribe(try #require(MQTTPacketID(1)), filters))
        guard case .subscribeAck = try await first.next() else {
            Issue.record("no SUBACK")
            return
        }
        let question = EndpointCheckTopic.question(try #require(RequestID("7")), payload: [1])
        let asked = Delivery()
        recorded.links[0].publish(question) { asked.result = $0 }
        guard case .publish(let publish) = try await first.next() else {
            Issue.record("no publish")
            return
        }
        #expect(EndpointCheckTopic.question(publish.topic.text) == RequestID("7"))
        try await first.wait { asked.result == .written }
        try await first.vanish()
        let second = try await TestDevice.connected(recorded, memory: memory)
        let unheard = Delivery()
        recorded.links[1].publish(question) { unheard.result = $0 }
        try await second.wait { unheard.result == .notListening }
    }

    @Test(arguments: [MQTTCloseReason.takenOver, .revoked, .shuttingDown])
    func `the hub ends a connection`(reason: MQTTCloseReason) async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        let link = try #require(recorded.links.first)
        link.end(reason)
        try await device.waitForClose()
        link.end(.revoked)
        await device.run()
        #expect(recorded.events == [.closed(reason)])
    }
}

/// What came of a delivery.
private final class Delivery: Sendable {
    private let value = Mutex<DeviceDelivery?>(nil)

    var result: DeviceDelivery? {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
