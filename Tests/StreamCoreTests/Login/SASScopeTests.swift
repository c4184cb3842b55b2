import HubModel
import StreamCore
import Testing

@Suite struct SASScopeTests {
    @Test(arguments: [
        "hub.streams.test/devices/press-1", "hub.streams.test%2Fdevices%2Fpress-1",
        "hub.streams.test%2fdevices%2fpress-1",
        "hub.streams.test:443/devices/press-1", "hub.streams.test%3A443%2Fdevices%2Fpress-1",
        "HUB.Streams.test/devices/press-1", "hub.streams.test/devices/press%2D1",
        "hub.streams.test%2Fdevices%2Fpress%252D1",
    ])
    func `a device's own key covers the device`(sr: String) throws {
        #expect(try SASFixture.device("press-1").isCovered(by: sr, signedBy: .identity))
    }

    @Test(arguments: [
        "", "/", "hub.streams.test", "hub.streams.test/", "hub.streams.test/devices", "hub.streams.test/devices/",
        "hub.streams.test/devices/press-10", "hub.streams.test/devices/press-", "hub.streams.test/devices/Press-1",
        "hub.streams.test/devices/press-1/", "hub.streams.test/devices/press-1/modules/cam",
        "hub.streams.test/devices/press-1/messages", "hub.streams.test/Devices/press-1",
        "hub.streams.test/twins/press-1", "hub.streams.test//devices/press-1", "/hub.streams.test/devices/press-1",
        "hub2.streams.test/devices/press-1", "hub.streams.test.evil/devices/press-1", "ub.streams.test/devices/press-1",
        "evil/hub.streams.test/devices/press-1", "https://hub.streams.test/devices/press-1",
        "hub.streams.test:8443/devices/press-1", "hub.streams.test:/devices/press-1",
        "hub.streams.test:0443/devices/press-1",
        "hub.streams.test:+443/devices/press-1", "hub.streams.test:443:443/devices/press-1",
        "user@hub.streams.test/devices/press-1", "hub.streams.test./devices/press-1",
        "hub.streams.test%252Fdevices%252Fpress-1", "hub.streams.test/devices/press%25252D1",
        "hub.streams.test/devices/../devices/press-1", "hub.streams.test%2Fdevices%2Fx%252F..%252Fpress-1",
        "hub.streams.test/devices/press-1%00", "hub.streams.test/devices/press-1%",
        "hub.streams.test/devices/press-1?x",
        "hub.streams.test%2Fdevices%2Fpress%E2%80%901", "hu%E2%84%AA.streams.test/devices/press-1",
    ])
    func `a device's own key covers nothing else`(sr: String) throws {
        #expect(try !SASFixture.device("press-1").isCovered(by: sr, signedBy: .identity))
    }

    @Test func `a letter that equals another as text is another`() throws {
        // U+212A is canonically equivalent to K, and its lower case is an ASCII k.
        let scope = try SASFixture.device("K1")
        #expect(scope.isCovered(by: "hub.streams.test/devices/K1", signedBy: .identity))
        #expect(!scope.isCovered(by: "hub.streams.test%2Fdevices%2F%E2%84%AA1", signedBy: .identity))
        #expect(!scope.isCovered(by: "hub.streams.test%2Fdevices%2F%E2%84%AA1", signedBy: .policy))
        let naming = try HostNaming(domain: "kiosk.test", publicPort: 443)
        let host = try SASScope.device(SASFixture.identity("d"), of: SASFixture.hub, naming: naming)
        #expect(host.isCovered(by: "hub.kiosk.test/devices/d", signedBy: .policy))
        #expect(!host.isCovered(by: "hub.%E2%84%AAiosk.test/devices/d", signedBy: .policy))
    }

    @Test(arguments: [
        "hub.streams.test", "hub.streams.test:443", "hub.streams.test/devices", "hub.streams.test%2Fdevices",
        "hub.streams.test/devices/press-1",
    ])
    func `a policy's key covers the device from the hub downwards`(sr: String) throws {
        #expect(try SASFixture.device("press-1").isCovered(by: sr, signedBy: .policy))
        #expect(try SASFixture.device("press-1", "cam").isCovered(by: sr, signedBy: .policy))
    }

    @Test(arguments: [
        "", "hub.streams.tes", "streams.test", "hub.streams.test/device", "hub.streams.test/devices/press-2",
        "hub.streams.test/", "hub.streams.test/devices/press-1/modules/cam", "other.streams.test",
        "hub.local-001.streams.streams.test", "hub.streams.test:8443", "%",
    ])
    func `a policy's key covers nothing else of the device`(sr: String) throws {
        #expect(try !SASFixture.device("press-1").isCovered(by: sr, signedBy: .policy))
    }

    @Test func `a policy's token for one device is none for the device that a second decoding makes of it`() throws {
        let sr = "hub.streams.test%2Fdevices%2Fa%253Ab"
        #expect(try SASFixture.device("a%3Ab").isCovered(by: sr, signedBy: .policy))
        #expect(try !SASFixture.device("a:b").isCovered(by: sr, signedBy: .policy))
        #expect(try SASFixture.device("a:b").isCovered(by: sr, signedBy: .identity))
    }

    @Test func `a module is covered by its own and its device's resource, not by its neighbour's`() throws {
        let scope = try SASFixture.device("press-1", "cam")
        for signer in [SASScope.Signer.identity, .policy] {
            #expect(scope.isCovered(by: "hub.streams.test/devices/press-1/modules/cam", signedBy: signer))
            #expect(scope.isCovered(by: "hub.streams.test/devices/press-1", signedBy: signer))
            #expect(scope.isCovered(by: "hub.streams.test/devices/press-1/modules", signedBy: signer))
            #expect(!scope.isCovered(by: "hub.streams.test/devices/press-1/modules/cam2", signedBy: signer))
            #expect(!scope.isCovered(by: "hub.streams.test/devices/press-1/cam", signedBy: signer))
            #expect(!scope.isCovered(by: "hub.streams.test/devices/cam/modules/press-1", signedBy: signer))
            #expect(!scope.isCovered(by: "hub.streams.test/devices/press-1/modules/cam/x", signedBy: signer))
        }
    }

    @Test func `the public port may stand in the resource, and no other`() throws {
        let scope = try SASFixture.device("d", port: 8443)
        for host in ["hub.streams.test", "hub.streams.test:8443", "hub.streams.test%3A8443", "hub.streams.test%3a8443"]
        {
            #expect(scope.isCovered(by: host + "/devices/d", signedBy: .identity), "\(host)")
        }
        for host in ["hub.streams.test:443", "hub.streams.test:8883", "hub.streams.test:84430", "hub.streams.test:844"]
        {
            #expect(!scope.isCovered(by: host + "/devices/d", signedBy: .identity), "\(host)")
        }
    }

    @Test func `the service side is covered by the hub and by the twin`() throws {
        let scope = try SASFixture.twin("press-1")
        for sr in ["hub.streams.test", "hub.streams.test%2Ftwins", "hub.streams.test/twins/press-1"] {
            #expect(scope.isCovered(by: sr, signedBy: .policy), "\(sr)")
        }
        for sr in ["hub.streams.test/devices", "hub.streams.test/twins/press-2", "hub2.streams.test", "hub"] {
            #expect(!scope.isCovered(by: sr, signedBy: .policy), "\(sr)")
        }
    }

    @Test func `every device is covered by its three spellings, and no other device by any`() throws {
        var numbers = SeededNumbers(seed: 42)
        let alphabet = "aZ09-:.+%_#*?!(),=@;$'"
        var previous = try DeviceID("first")
        for _ in 0..<2000 {
            let text = numbers.text(of: alphabet, 1...8)
            guard DeviceID.accepts(text) else { continue }
            let host = "hub.streams.test"
            let plain = "\(host)/devices/\(text)"
            let once = PercentCoding.encode(plain)
            let twice = PercentCoding.encode("\(host)/devices/" + PercentCoding.encode(text))
            let scope = try SASFixture.device(text)
            for sr in [plain, once, twice] { #expect(scope.isCovered(by: sr, signedBy: .identity), "\(sr)") }
            #expect(scope.isCovered(by: once, signedBy: .policy), "\(once)")
            // A device whose id is an encoding of the other's may share a spelling, for its own key alone.
            let decoded = [text, PercentCoding.decode(text)]
            guard previous.text != text else { continue }
            let other = try SASFixture.device(previous.text)
            #expect(!other.isCovered(by: once, signedBy: .policy), "\(once)")
            if !decoded.contains(previous.text) {
                #expect(!other.isCovered(by: once, signedBy: .identity), "\(once) for \(previous)")
            }
            previous = try DeviceID(text)
        }
    }
}
