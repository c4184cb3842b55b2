import HubModel
import StreamCore
import Testing

@testable import HubMQTT

struct SubscriptionMemoryTests {
    private let hub = HubName(checked: "hub")

    private func identity(_ number: Int) -> DeviceIdentity { DeviceIdentity(DeviceID(checked: "d\(number)")) }

    private func subscription(_ text: String) throws -> MQTTSubscription {
        MQTTSubscription(filter: try #require(MQTTTopicFilter(text)), qos: .atMostOnce)
    }

    @Test func `the identities that were kept last are known`() throws {
        let memory = SubscriptionMemory(capacity: 10)
        let kept = [try subscription("$iothub/streams/POST/#")]
        for number in 0..<10 { memory.keep(kept, of: identity(number), hub: hub) }
        for _ in 0..<100 { memory.keep(kept, of: identity(0), hub: hub) }
        memory.keep(kept, of: identity(10), hub: hub)
        #expect(memory.subscriptions(of: identity(0), hub: hub) == kept)
        #expect(memory.subscriptions(of: identity(10), hub: hub) == kept)
        #expect(memory.subscriptions(of: identity(1), hub: hub).isEmpty)
        #expect(memory.subscriptions(of: identity(0), hub: HubName(checked: "other")).isEmpty)
    }

    @Test func `nothing is kept of an identity with too much, or with nothing`() throws {
        let memory = SubscriptionMemory()
        memory.keep([try subscription("a")], of: identity(0), hub: hub)
        memory.keep([], of: identity(0), hub: hub)
        #expect(memory.subscriptions(of: identity(0), hub: hub).isEmpty)
        memory.keep([try subscription(String(repeating: "a", count: 1025))], of: identity(0), hub: hub)
        #expect(memory.subscriptions(of: identity(0), hub: hub).isEmpty)
    }
}
