import HubModel
import Testing

@testable import HubClient

struct RequestTargetTests {
    @Test func `segments and values are encoded once`() {
        let target = RequestTarget.make(
            ["v1", "a/b", "%2F", "..", "#?"],
            query: ["$top": "10", "tag": "a=b&c", "none": nil, "prefix": ""]
        )
        #expect(target == "/v1/a%2Fb/%252F/../%23%3F?$top=10&tag=a%3Db%26c&prefix=")
    }

    @Test func `every symbol of a device id stays in its segment`() throws {
        let id = try DeviceID("-:.+%_#*?!(),=@;$'")
        let hub = try HubName("hub")
        let expected = "/v1/hubs/hub/devices/-%3A.%2B%25_%23%2A%3F%21%28%29%2C%3D%40%3B%24%27"
        #expect(HubRequest.showDevice(hub, id).target == expected)
    }

    @Test(arguments: ["/", "/v1/hubs?$top=1", "/v1/..", "/%2F"])
    func `a path can be sent`(_ text: String) {
        #expect(RequestTarget.isSendable(text))
    }

    @Test(arguments: ["", "v1", "//host/v1", "https://host/", "/a b", "/a\n", "/a#b", "/a\\b", "/\u{E9}", "/\u{7F}"])
    func `what is no path cannot`(_ text: String) {
        #expect(!RequestTarget.isSendable(text))
    }

    @Test func `the body of an import is a stream of lines`() throws {
        let request = HubRequest.importDevices(try HubName("hub"), mode: .createOrUpdate)
        #expect(request.target == "/v1/hubs/hub/deviceImport?mode=createOrUpdate")
        #expect(request.contentType == "application/x-ndjson")
    }

    @Test(arguments: ["a\r\nb: c", "a\nb", "a\0", "\u{7F}"])
    func `a field does not begin another`(_ value: String) {
        #expect(!HubRequest.Field("x", value).isSendable)
        #expect(!HubRequest.Field(value, "x").isSendable)
        #expect(HubRequest.Field("x-y", "a\tb\u{E9}").isSendable)
    }
}
