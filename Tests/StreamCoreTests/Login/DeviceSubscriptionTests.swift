import HubModel
import Testing

@testable import StreamCore

@Suite struct DeviceSubscriptionTests {
    @Test(arguments: [
        "$iothub/streams/POST/#", "$iothub/streams/res/#", "$iothub/twin/res/#", "$iothub/methods/POST/#",
        "$iothub/twin/PATCH/properties/desired/#", "$iothub/#",
    ])
    func `everybody may subscribe what the hub sends to the one who is connected`(filter: String) throws {
        #expect(try SASFixture.identity("d").maySubscribe(filter))
        #expect(try SASFixture.identity("d", "m").maySubscribe(filter))
    }

    @Test func `messages of the device are the device's, inputs of the module the module's`() throws {
        let device = try SASFixture.identity("d#1")
        let module = try SASFixture.identity("d#1", "m")
        let messages = "devices/d%231/messages/devicebound/#"
        #expect(device.maySubscribe(messages))
        #expect(!module.maySubscribe(messages))
        for inputs in ["devices/d%231/modules/m/#", "devices/d%231/modules/m/inputs/#"] {
            #expect(module.maySubscribe(inputs), "\(inputs)")
            #expect(!device.maySubscribe(inputs), "\(inputs)")
            #expect(try !SASFixture.identity("d#1", "n").maySubscribe(inputs), "\(inputs)")
        }
    }

    @Test(arguments: [
        "", "#", "+", "+/#", "$iothub", "$SYS/#", "/$iothub/twin/res/#", "devices/#",
        "devices/+/messages/devicebound/#",
        "devices/e/messages/devicebound/#", "devices/D/messages/devicebound/#", "devices/d", "devices/d\u{301}/x/#",
        "Devices/d/messages/devicebound/#", "any/topic", "devices/d/modules/m/#", "devices//messages/devicebound/#",
    ])
    func `anything else may not be subscribed`(filter: String) throws {
        #expect(try !SASFixture.identity("d").maySubscribe(filter))
    }
}
