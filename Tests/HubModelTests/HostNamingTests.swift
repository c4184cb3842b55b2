import HubModel
import Testing

@Suite struct HostNamingTests {
    private let naming: HostNaming
    private let hub: HubName
    private let stamp: RegionStamp

    init() throws {
        naming = try HostNaming(domain: "DeviceStream.localhost", publicPort: 8443)
        hub = try HubName("Hub")
        stamp = try RegionStamp("local-001")
    }

    @Test func `names follow from hub, stamp, domain and port`() throws {
        #expect(naming.authority(naming.mainHost(hub)) == "hub.devicestream.localhost:8443")
        #expect(
            naming.url(naming.streamingHost(hub, stamp)) == "https://hub.local-001.streams.devicestream.localhost:8443"
        )
        let standard = try HostNaming(domain: "example.com", publicPort: 443)
        #expect(standard.url(standard.mainHost(hub)) == "https://hub.example.com")
        #expect(standard.managementURL == "https://example.com")
    }

    @Test func `whose a name is`() {
        #expect(naming.owner(of: "devicestream.localhost") == .management)
        #expect(naming.owner(of: "localhost") == .management)
        #expect(naming.owner(of: "127.0.0.1") == .management)
        #expect(naming.owner(of: "[::1]") == .management)
        #expect(naming.owner(of: "HUB.devicestream.localhost") == .main(hub))
        #expect(naming.owner(of: "hub.local-001.streams.devicestream.localhost") == .streaming(hub, stamp))
    }

    @Test(arguments: [
        "example.com", "evildevicestream.localhost", "a.b.devicestream.localhost", ".devicestream.localhost",
        "128.0.0.1",
        "hub.local-001.stream.devicestream.localhost", "x.hub.local-001.streams.devicestream.localhost", "",
        "127.0.0.999",
    ])
    func `a name of another form is nobody's`(host: String) {
        #expect(naming.owner(of: host) == nil)
    }

    @Test(arguments: ["", ".", "a..b", "-a.b", "a_b", "a b", String(repeating: "a", count: 64) + ".com"])
    func `a wrong domain is refused`(domain: String) {
        #expect(throws: HubError.self) { try HostNaming(domain: domain, publicPort: 443) }
    }

    @Test func `an address range has one spelling`() {
        #expect(AddressRange("192.0.2.10")?.description == "192.0.2.10/32")
        #expect(AddressRange("2001:DB8:0::/32")?.description == "2001:db8::/32")
        #expect(AddressRange("::ffff:192.0.2.1")?.isIPv6 == true)
        for wrong in ["", "192.0.2.1/24", "192.0.2.0/33", "192.0.2", "a", "2001:db8::1/64", "1.2.3.4/", "1.2.3.4/24/1"]
        {
            #expect(AddressRange(wrong) == nil, "\(wrong)")
        }
        #expect(
            (try? AddressRange.canonical(["::1", "10.0.0.0/8", "10.0.0.0/8", "2.0.0.0/8"], target: "ips"))
                == ["2.0.0.0/8", "10.0.0.0/8", "::1/128"]
        )
    }

    @Test func `versions grow, also past a hundred changes in a day`() throws {
        let now = try #require(Timestamp("2026-11-23T10:00:00Z"))
        var version = AllowlistVersion(firstAt: now)
        #expect(version.description == "2026112300")
        for _ in 0..<150 {
            let next = version.next(at: now)
            #expect(next > version)
            version = next
        }
        #expect(version.description == "2026112450")
        #expect(version.next(at: try #require(Timestamp("2026-12-01T00:00:00Z"))).description == "2026120100")
        #expect(AllowlistVersion("20261123") == nil)
    }

    @Test func `the state directory follows the environment`() {
        func directory(_ variables: [String: String], isRoot: Bool) -> String? {
            StateLocation.directory(environment: { variables[$0] }, isRoot: isRoot)
        }
        #expect(directory(["DEVICESTREAM_STATE_DIR": "/s", "XDG_STATE_HOME": "/x"], isRoot: true) == "/s")
        #expect(directory(["XDG_STATE_HOME": "/x", "HOME": "/h"], isRoot: false) == "/x/devicestream")
        #expect(directory(["XDG_STATE_HOME": "x", "HOME": "/h"], isRoot: false) == "/h/.local/state/devicestream")
        #expect(directory(["HOME": "/root"], isRoot: true) == "/var/lib/devicestream")
        #expect(directory([:], isRoot: false) == nil)
    }
}
