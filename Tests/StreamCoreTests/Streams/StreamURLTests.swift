import HubModel
import Testing

@testable import StreamCore

@Suite struct StreamURLTests {
    private let path = BridgePath(hub: StreamSamples.hub, stream: StreamSamples.stream, side: .device)

    @Test func `the port always stands in the URL`() throws {
        let url = try StreamURL(host: "hub.local-001.streams.example.com", port: 443, path: path)
        #expect(
            url.text
                == "wss://hub.local-001.streams.example.com:443/bridges/hub/"
                + "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41/r/device"
        )
        #expect(StreamURL(url.text) == url)
    }

    @Test(arguments: ["", "::1", "[::1]", "a b", "a/b", "a:1", "-a", "a..b", "a@b", "a?b", "ü", "a."])
    func `only names and IPv4 addresses are hosts`(host: String) {
        #expect(throws: HubError.self) { try StreamURL(host: host, port: 443, path: path) }
    }

    @Test func `port 0 is refused`() {
        #expect(throws: HubError.self) { try StreamURL(host: "a", port: 0, path: path) }
    }

    @Test(arguments: [
        "wss://a:443", "wss://a:443/", "wss://127.0.0.1:8443/bridges/x", "wss://a.b-c:65535/x%2Fy/$z",
        "wss://centralus.centralus-001.streams.azure-devices.net:443/bridges/ih/hub/d/dev/sid/0123/r/device",
    ])
    func `URLs of hubs are read`(text: String) throws {
        let url = try #require(StreamURL(text))
        #expect(url.text == text || url.text == text + "/")
    }

    @Test(arguments: [
        "", "ws://a:443/", "https://a:443/", "wss://a/", "wss://a:/", "wss://a:0/", "wss://a:65536/", "wss://a:+443/",
        "wss://a:000443/", "wss://[::1]:443/", "wss://u@a:443/", "wss://a:443/?q=1", "wss://a:443/#f", "wss://a:443/ü",
        "wss://a:443/a b", "wss://a:443/\r\n", "wss://a:443?q", "wss://:443/", "wss://a:443:443/",
        "wss://a:443/" + String(repeating: "x", count: 900),
    ])
    func `other URLs are refused`(text: String) {
        #expect(StreamURL(text) == nil)
    }

    @Test func `a path is read as it was written`() throws {
        for side in StreamSide.allCases {
            let path = BridgePath(hub: StreamSamples.hub, stream: StreamSamples.stream, side: side)
            #expect(BridgePath(path.text) == path)
        }
        #expect(BridgePath(hub: HubName(checked: "HUB"), stream: StreamSamples.stream, side: .device) == path)
        #expect(BridgePath(hub: HubName(checked: "HUB"), stream: StreamSamples.stream, side: .device).text == path.text)
    }

    @Test(arguments: [
        "/", "/bridges", "/bridges/", "bridges/hub/ID/r/device", "/bridges/hub/ID/r/both", "/bridges/hub/ID/x/device",
        "/bridges/hub/ID/r/device/", "/bridges/hub/ID/r/device?x", "/bridges//hub/ID/r/device", "/bridges/hub/r/device",
        "/bridges/hub/../ID/r/device", "/bridges/h%75b/ID/r/device", "/bridges/hub/ID/r/Device",
        "/Bridges/hub/ID/r/device",
    ])
    func `other paths are refused`(text: String) {
        let parts = text.split(separator: "ID", omittingEmptySubsequences: false)
        #expect(BridgePath(parts.joined(separator: StreamSamples.stream.text)) == nil)
    }
}
