import HubModel
import Testing

@testable import StreamCore

@Suite struct StreamNameTests {
    @Test(arguments: ["TestStream", "a", "...", "-._~", "A9~", String(repeating: "x", count: 128)])
    func `unreserved characters make a stream name`(text: String) throws {
        #expect(try StreamName(text).text == text)
    }

    @Test(arguments: [
        "", ".", "..", "a b", "a/b", "a%20b", "a+b", "a#", "a?b", "a&b", "a=b", "$a", "ü", "a\u{0}", "a\n", "a\u{301}",
        String(repeating: "x", count: 129),
    ])
    func `anything else is no stream name`(text: String) {
        #expect(throws: HubError.self) { try StreamName(text) }
    }

    @Test func `every other byte is refused`() {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8(0)..<128 {
            let text = "a" + String(UnicodeScalar(byte))
            #expect(StreamName.accepts(text) == allowed.contains(byte), "byte \(byte)")
        }
    }

    @Test(arguments: [
        "3F1C2A9E-5B7D-4C1E-9A60-2F8D7E6B5A41", "3f1c2a9e5b7d4c1e9a602f8d7e6b5a41", "",
        "{3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a4}", "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a4g",
        "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a411", "3f1c2a9e-5b7d-4c1e-9a602-f8d7e6b5a41",
    ])
    func `another spelling of a GUID is no stream id`(text: String) {
        #expect(!StreamID.accepts(text))
        #expect(StreamID.accepts(StreamSamples.stream.text))
    }

    @Test func `streams of two hubs may have the same id`() throws {
        let other = try HubName("other")
        #expect(
            StreamKey(hub: StreamSamples.hub, stream: StreamSamples.stream)
                != StreamKey(hub: other, stream: StreamSamples.stream)
        )
    }

    @Test(arguments: ["ssh", "22", "127.0.0.1:80", "[::1]:443", "printer.local:9100"])
    func `names, ports and addresses are service names`(text: String) {
        #expect(ServiceName.accepts(text))
    }

    @Test(arguments: ["", "..", "a b", "a/b", "a@b", "a&b", "a=b", String(repeating: "x", count: 129)])
    func `anything else is no service name`(text: String) {
        #expect(!ServiceName.accepts(text))
    }
}
