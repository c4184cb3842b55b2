import HubModel
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: ["press-07", "a", "A:b.c+d%_#*?!(),=@;$'", "...", ".a", String(repeating: "x", count: 128)])
    func `IoT Hub's alphabet makes a device id`(text: String) throws {
        #expect(try DeviceID(text).text == text)
    }

    @Test(arguments: [
        "", ".", "..", "a b", "a/b", "a\\b", "ü", "a\n", "a\u{0}", "a&b", String(repeating: "x", count: 129),
    ])
    func `anything else is no device id`(text: String) {
        #expect(throws: HubError.self) { try DeviceID(text) }
    }

    @Test(arguments: ["hub", "Hub-1", "a1b", String(repeating: "h", count: 50)])
    func `a hub name is accepted`(text: String) throws {
        #expect(try HubName(text).text == text)
    }

    @Test(arguments: ["", "ab", "123", "-hub", "hub-", "hu_b", "hu.b", String(repeating: "h", count: 51), "hüb"])
    func `a wrong hub name is refused`(text: String) {
        #expect(throws: HubError.self) { try HubName(text) }
    }

    @Test func `two spellings of a hub are one`() throws {
        #expect(try HubName("Hub") == HubName("hub"))
        #expect(try Set([HubName("Hub"), HubName("HUB")]).count == 1)
    }

    @Test func `a refusal shows control characters and the rule`() {
        let error = #expect(throws: HubError.self) { try DeviceID("a\u{1B}[31m", target: "deviceId") }
        #expect(error?.code == .argumentInvalid)
        #expect(error?.target == "deviceId")
        #expect(error?.message.contains("a\\u{1B}[31m") == true)
        #expect(error?.message.contains(DeviceID.rule) == true)
    }
}
