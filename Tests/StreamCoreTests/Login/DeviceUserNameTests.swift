import HubModel
import StreamCore
import Testing

@Suite struct DeviceUserNameTests {
    @Test func `the user name of the C SDK is read`() throws {
        let name = try DeviceUserName(
            parsing: "hub.streams.test/MyDevice/?api-version=2020-09-30"
                + "&DeviceClientType=iothubclient%2f1.9.0%20(native%3b%20Linux%3b%20x86_64)"
        )
        #expect(name.host == "hub.streams.test")
        #expect(name.port == nil)
        #expect(name.identity == (try SASFixture.identity("MyDevice")))
        #expect(name.apiVersion == "2020-09-30")
        #expect(name.clientType == "iothubclient/1.9.0 (native; Linux; x86_64)")
        #expect(name.others.isEmpty)
    }

    @Test func `a module, a model and what is not known are read`() throws {
        let name = try DeviceUserName(
            parsing: "Hub.streams.test:8443/MyDevice/cam/?auth-chain=Edge%3BLeaf&api-version=2019-07-01-preview"
                + "&model-id=dtmi%3Acom%3Ax%3B1&flag"
        )
        #expect(name.host == "hub.streams.test")
        #expect(name.port == 8443)
        #expect(name.identity == (try SASFixture.identity("MyDevice", "cam")))
        #expect(name.apiVersion == "2019-07-01-preview")
        #expect(name.modelID == "dtmi:com:x;1")
        #expect(name.clientType == nil)
        #expect(name.others == [.init("auth-chain", "Edge%3BLeaf"), .init("flag", "")])
    }

    private static let forms: [(String, String?, String?)] = [
        ("h.test/d", nil, nil),
        ("h.test/d/m", "m", nil),
        ("h.test/d/?", nil, nil),
        ("h.test/d/?api-version=", nil, ""),
        ("h.test/d/?api-version=1&api-version=2", nil, "1"),
        ("h.test/d/m/?api-version=x", "m", "x"),
        ("h.test/d/api-version=2016-11-14", nil, "2016-11-14"),
        ("h.test/d/m/api-version=2016-11-14", "m", "2016-11-14"),
        ("h.test/d/?DeviceClientType=a/b/c&api-version=3", nil, "3"),
        ("h.test/d/?&&api-version=3&", nil, "3"),
        ("h.test/d/$edgeAgent/?api-version=3", "$edgeAgent", "3"),
        ("h.test/d/m?x/?api-version=3", "m?x", "3"),
    ]

    @Test(arguments: forms)
    func `every form is read`(text: String, module: String?, version: String?) throws {
        let name = try DeviceUserName(parsing: text)
        #expect(name.identity == (try SASFixture.identity("d", module)))
        #expect(name.apiVersion == version)
    }

    @Test(arguments: ["?", "?a", "a?b", "100%25", "a%2Fb", "#", "api-version=1", "A:b.c+d%_#*?!(),=@;$'", "..."])
    func `a device id is taken as it stands`(id: String) throws {
        #expect(try DeviceUserName(parsing: "h.test/\(id)/?api-version=1").identity.device.text == id)
        #expect(try DeviceUserName(parsing: "h.test/\(id)").identity.device.text == id)
    }

    @Test(arguments: ["a%zz", "%", "%ff"])
    func `a client type with a broken escape is kept as it is`(value: String) throws {
        let name = try DeviceUserName(parsing: "h.test/d/?DeviceClientType=\(value)")
        #expect(name.clientType == value)
    }

    @Test(arguments: [
        "", "/", "d", "h.test", "h.test/", "h.test//", "h.test//?api-version=1", "/d", "/d/?api-version=1",
        "h.test/./?api-version=1", "h.test/../?api-version=1", "h.test/a b/?api-version=1", "h.test/d/",
        "h.test/d//?api-version=1", "h.test/d/m/x", "h.test/d/m/x/?api-version=1", "h.test/d/m/", "h.test/d/..",
        "h.test/dü/?api-version=1", "h.test/d\u{0}/?api-version=1", "h.test/\u{212A}/?api-version=1",
        "h\u{212A}.test/d/?api-version=1", "hü.test/d", "h_.test/d", "-h.test/d", "h-.test/d", "h..test/d", ".h.test/d",
        "h.test./d", "h test/d", "h.test:/d", "h.test:0/d", "h.test:65536/d", "h.test:99999999999/d", "h.test:443:1/d",
        "h.test:+443/d", "h.test:0443/d", "[::1]/d", "https://h.test/d", "u@h.test/d",
        "h.test/d\u{338}/?api-version=1", "h.test/\u{338}d",
        "h.test/" + String(repeating: "d", count: 129), "h.test/d/" + String(repeating: "m", count: 129),
        String(repeating: "h", count: 64) + ".test/d", String(repeating: "h.", count: 127) + "h/d",
        "h.test/d/?" + String(repeating: "a=b&", count: 65),
        "h.test/d/?a=" + String(repeating: "b", count: 4096),
    ])
    func `anything else is refused with its part named`(text: String) {
        let error = #expect(throws: HubError.self) { try DeviceUserName(parsing: text) }
        #expect(error?.code == .argumentInvalid)
        #expect(error?.target == "userName")
        #expect(error?.message.utf8.count ?? 0 < 500)
    }

    @Test func `a refusal shows no control characters`() {
        let error = #expect(throws: HubError.self) { try DeviceUserName(parsing: "h.test/\u{1B}[2Jd") }
        #expect(error?.message.contains("\u{1B}") == false)
        #expect(error?.message.contains("\\u{1B}") == true)
    }

    @Test func `each bound is exact`() throws {
        let host = (0..<4).map { _ in String(repeating: "h", count: 62) }.joined(separator: ".") + ".h"
        #expect(host.utf8.count == 253)
        #expect(try DeviceUserName(parsing: host + ":65535/d").port == 65_535)
        #expect(throws: HubError.self) { try DeviceUserName(parsing: host + "h/d") }
        let id = String(repeating: "d", count: 128)
        #expect(try DeviceUserName(parsing: "\(host)/\(id)/\(id)").identity.module?.text == id)
        let start = "h.test/d/?a="
        let rest = DeviceUserName.maximumBytes - start.utf8.count
        #expect(try DeviceUserName(parsing: start + String(repeating: "b", count: rest)).others.count == 1)
        #expect(throws: HubError.self) {
            try DeviceUserName(parsing: start + String(repeating: "b", count: rest + 1))
        }
        #expect(try DeviceUserName(parsing: "h.test/d/?" + String(repeating: "a=b&", count: 64)).others.count == 64)
    }

    @Test func `the host names the hub, whatever the port`() throws {
        let naming = try SASFixture.naming(port: 8443)
        for host in ["hub.streams.test", "HUB.streams.test", "hub.streams.test:8443", "hub.streams.test:8883"] {
            #expect(try DeviceUserName(parsing: host + "/d").hub(under: naming) == SASFixture.hub)
        }
        for host in [
            "streams.test", "hub.other.test", "localhost", "127.0.0.1", "hub.local-001.streams.streams.test",
            "a.hub.streams.test", "hubstreams.test",
        ] {
            #expect(try DeviceUserName(parsing: host + "/d").hub(under: naming) == nil, "\(host)")
        }
    }

    @Test func `a client id is the identity's to the byte`() throws {
        let device = try SASFixture.identity("K1")
        #expect(device.hasClientID("K1"))
        for other in ["", "k1", "K1 ", "K1/", "K1/m", "K", "\u{212A}1", "K1\u{0}", "K\u{301}1"] {
            #expect(!device.hasClientID(other), "\(other.debugDescription)")
        }
        let module = try SASFixture.identity("K1", "m")
        #expect(module.hasClientID("K1/m"))
        for other in ["K1", "K1/", "K1/M", "m", "K1//m", "K1/m/", "K1m"] {
            #expect(!module.hasClientID(other), "\(other.debugDescription)")
        }
    }

    @Test func `what is put together comes apart the same`() throws {
        var numbers = SeededNumbers(seed: 11)
        let alphabet = "aZ09-:.+%_#*?!(),=@;$'"
        for _ in 0..<3000 {
            let device = numbers.text(of: alphabet, 1...12)
            let module = numbers.next(below: 2) == 0 ? nil : numbers.text(of: alphabet, 1...12)
            guard DeviceID.accepts(device), module.map(ModuleID.accepts) ?? true else { continue }
            let identity = try SASFixture.identity(device, module)
            let query = numbers.next(below: 2) == 0 ? "" : "/?api-version=" + numbers.text(of: alphabet, 0...8)
            let name = try DeviceUserName(parsing: "h.test/\(identity.clientID)\(query)")
            #expect(name.identity == identity)
            #expect((name.apiVersion == nil) == query.isEmpty)
        }
    }

    @Test func `no text stops the reader, and what it reads is an identity`() {
        var numbers = SeededNumbers(seed: 3)
        for _ in 0..<20_000 {
            let text = numbers.text(of: "h.:4/?&=%a\u{301}\u{212A}\n-", 0...24)
            guard let name = try? DeviceUserName(parsing: text) else { continue }
            #expect(DeviceID.accepts(name.identity.device.text))
            #expect(name.host.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test(arguments: ["?m", "", ".", "..", "a/b", "a b", "\u{212A}", String(repeating: "m", count: 129)])
    func `what is no module id is refused`(text: String) {
        #expect(throws: HubError.self) { try ModuleID(text) }
    }
}
