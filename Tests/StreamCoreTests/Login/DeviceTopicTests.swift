import HubModel
import StreamCore
import Testing

@Suite struct DeviceTopicTests {
    private static func device() throws -> DeviceIdentity { try SASFixture.identity("press#1") }
    private static func module() throws -> DeviceIdentity { try SASFixture.identity("press#1", "cam") }

    @Test(arguments: [
        ("devices/press#1/messages/events/", ""),
        ("devices/press#1/messages/events", ""),
        ("devices/press%231/messages/events/", ""),
        ("devices/press%231/messages/events/a=b&%24.mid=1", "a=b&%24.mid=1"),
        ("devices/press%231/messages/events/?a=b", "a=b"),
        ("devices/press%231/messages/events/a=x/y&", "a=x/y&"),
        ("devices/press%231/messages/events/a=1/2/3/4/5/6/7/8/9", "a=1/2/3/4/5/6/7/8/9"),
    ])
    func `telemetry of the device is read`(topic: String, bag: String) throws {
        #expect(DeviceTopic(topic, from: try Self.device()) == .telemetry(.init(propertyBag: bag)))
    }

    @Test(arguments: [
        ("devices/press%231/modules/cam/messages/events/%24.on=out", "%24.on=out"),
        ("devices/press#1/modules/cam/messages/events/", ""),
    ])
    func `telemetry of the module is read`(topic: String, bag: String) throws {
        #expect(DeviceTopic(topic, from: try Self.module()) == .telemetry(.init(propertyBag: bag)))
    }

    @Test func `a module that is called messages is one`() throws {
        let identity = try SASFixture.identity("modules", "messages")
        let topic = DeviceTopic("devices/modules/modules/messages/messages/events/x=1", from: identity)
        #expect(topic == .telemetry(.init(propertyBag: "x=1")))
    }

    @Test func `properties keep their order and their encoding`() {
        let telemetry = DeviceTopic.Telemetry(propertyBag: "%24.mid=1&a=b=c&&flag")
        #expect(telemetry.properties == [.init("%24.mid", "1"), .init("a", "b=c"), .init("flag", "")])
        #expect(DeviceTopic.Telemetry(propertyBag: String(repeating: "a=b&", count: 64)).properties?.count == 64)
        #expect(DeviceTopic.Telemetry(propertyBag: String(repeating: "a=b&", count: 65)).properties == nil)
    }

    @Test(arguments: [
        "devices/press2/messages/events/", "devices/PRESS#1/messages/events/", "devices/press%25231/messages/events/",
        "devices//messages/events/", "devices/press#1/modules/cam/messages/events/", "devices/%/messages/events/",
    ])
    func `telemetry of others is not the device's`(topic: String) throws {
        #expect(DeviceTopic(topic, from: try Self.device()) == .foreign)
    }

    @Test(arguments: [
        "devices/press#1/messages/events/", "devices/press#1/modules/mic/messages/events/",
        "devices/press2/modules/cam/messages/events/",
    ])
    func `telemetry of others is not the module's`(topic: String) throws {
        #expect(DeviceTopic(topic, from: try Self.module()) == .foreign)
    }

    @Test(arguments: [
        "1", "0", "42", "5b2d0f5c-4d2c-4d3e-9b1a-0f2e3d4c5b6a", "a%2Fb", String(repeating: "9", count: 128),
    ])
    func `twin requests are read, and their answers are those of the reference`(id: String) throws {
        let read = try #require(RequestID(id))
        #expect(DeviceTopic("$iothub/twin/GET/?$rid=\(id)", from: try Self.device()) == .twinRead(read))
        let report = "$iothub/twin/PATCH/properties/reported/?$rid=\(id)"
        #expect(DeviceTopic(report, from: try Self.device()) == .twinReport(read))
        #expect(DeviceTopic(report + "&$version=7", from: try Self.device()) == .twinReport(read))
        let answer = TwinAnswer.document(read, [1, 2])
        #expect(answer == DevicePublish(topic: "$iothub/twin/res/200/?$rid=\(id)", payload: [1, 2]))
        let reported = TwinAnswer.reported(read, version: 7)
        #expect(reported == DevicePublish(topic: "$iothub/twin/res/204/?$rid=\(id)&$version=7"))
        #expect(TwinAnswer.refused(read, status: 429).topic == "$iothub/twin/res/429/?$rid=\(id)")
    }

    @Test(arguments: [("200", 200), ("0", 0), ("-1", -1), ("2147483647", 2_147_483_647)])
    func `method results are read`(text: String, status: Int) throws {
        let id = try #require(RequestID("7"))
        let topic = DeviceTopic("$iothub/methods/res/\(text)/?$rid=7", from: try Self.device())
        #expect(topic == .methodResult(status: status, id))
    }

    @Test func `questions about endpoints and their answers are read`() throws {
        let id = try #require(RequestID("1f"))
        let question = EndpointCheckTopic.question(id, payload: [1])
        #expect(question == DevicePublish(topic: "$iothub/checks/POST/?$rid=1f", payload: [1]))
        #expect(EndpointCheckTopic.question(question.topic) == id)
        for topic in ["$iothub/checks/POST/", "$iothub/checks/POST/x/?$rid=1", "$iothub/methods/POST/?$rid=1", ""] {
            #expect(EndpointCheckTopic.question(topic) == nil, "\(topic)")
        }
        let answer = EndpointCheckTopic.answer(id, status: EndpointCheckTopic.reported, payload: [2])
        #expect(answer == DevicePublish(topic: "$iothub/checks/res/200/?$rid=1f", payload: [2]))
        #expect(DeviceTopic(answer.topic, from: try Self.device()) == .checkResult(status: 200, id))
        #expect(DeviceTopic("$iothub/checks/res/x/?$rid=1", from: try Self.device()) == .unknown)
    }

    @Test(arguments: ["$iothub/streams/res/200/?$rid=1", "$iothub/streams/", "$iothub/streams/x"])
    func `stream topics are left to their reader`(topic: String) throws {
        #expect(DeviceTopic(topic, from: try Self.device()) == .stream)
    }

    @Test(arguments: [
        "", "/", "devices", "devices/press#1", "devices/press#1/messages", "devices/press#1/messages/devicebound/",
        "devices/press#1/messages/eventsx", "Devices/press#1/messages/events/", "/devices/press#1/messages/events/",
        "devices/press#1/modules/cam", "devices/press#1/modules/messages/events", "$iothub", "$iothub/",
        "$iothub/twin", "$iothub/twin/GET", "$iothub/twin/GET/", "$iothub/twin/GET/?", "$iothub/twin/GET/?rid=1",
        "$iothub/twin/GET/$rid=1", "$iothub/twin/GET/?$rid=", "$iothub/twin/GET/?$RID=1", "$iothub/twin/get/?$rid=1",
        "$iothub/twin/GET/x/?$rid=1", "$iothub/twin/GET/?$rid=1/", "$iothub/twin/GET/?$rid=a b",
        "$iothub/twin/GET/?$rid=a+b", "$iothub/twin/GET/?$rid=#", "$iothub/twin/GET/?$rid=1?x",
        "$iothub/twin/GET/?$rid=\u{212A}", "$iothub/twin/GET/?$rid=1=2",
        "$iothub/twin/PATCH/properties/desired/?$rid=1", "$iothub/twin/res/200/?$rid=1",
        "$iothub/methods/res/?$rid=1", "$iothub/methods/res/x/?$rid=1", "$iothub/methods/res/2147483648/?$rid=1",
        "$iothub/methods/POST/reboot/?$rid=1", "$dps/registrations/GET/?$rid=1", "any/topic",
        "$iothub/twin/GET/?$rid=" + String(repeating: "9", count: 129),
        "$iothub/twin/GET/?" + String(repeating: "a=b&", count: 64) + "$rid=1",
    ])
    func `other topics are unknown`(topic: String) throws {
        #expect(DeviceTopic(topic, from: try Self.device()) == .unknown)
    }

    @Test func `no answer has a level or a property that the hub did not put there`() throws {
        var numbers = SeededNumbers(seed: 5)
        var answered = 0
        for _ in 0..<20_000 {
            let id = numbers.text(of: "a1-/+#?&=%$ \u{301}\n", 0...6)
            let topic = DeviceTopic("$iothub/twin/GET/?$rid=" + id, from: try Self.device())
            guard case .twinRead(let read) = topic else { continue }
            answered += 1
            let answer = TwinAnswer.document(read, []).topic
            #expect(answer.utf8.count { $0 == UInt8(ascii: "/") } == 4)
            #expect(answer.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(answer.utf8.count { $0 == UInt8(ascii: "=") } == 1)
            #expect(!answer.contains("+") && !answer.contains("#") && !answer.contains("&"))
        }
        #expect(answered > 100)
    }
}
