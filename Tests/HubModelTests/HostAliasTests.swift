import HubModel
import Testing

/// What `ssh` calls a device.
@Suite struct HostAliasTests {
    private static let symbols = Array("-:.+%_#*?!(),=@;$'")

    private func alias(_ device: String, hub: String = "hub") throws -> String {
        try HostAlias(hub: HubName(hub), device: DeviceID(device)).text
    }

    @Test(arguments: [
        ("press-07", "press-07.hub.ds"), ("a", "a.hub.ds"), ("A", "x---41.hub.ds"), ("7", "7.hub.ds"),
        ("a@b", "x--a-40b.hub.ds"), ("a'b", "x--a-27b.hub.ds"), ("$(x)", "x---24-28x-29.hub.ds"),
        ("*", "x---2a.hub.ds"), ("%h", "x---25h.hub.ds"), ("-oX", "x---2do-58.hub.ds"), ("a.b", "x--a-2eb.hub.ds"),
        ("a-", "x--a-2d.hub.ds"), ("a--b", "x--a-2d-2db.hub.ds"), ("x--a-40b", "x--x-2d-2da-2d40b.hub.ds"),
    ])
    func `an id has its alias, and the alias its id`(_ id: String, _ text: String) throws {
        #expect(try alias(id) == text)
        let read = try HostAlias(text)
        #expect(read.device.text == id)
        #expect(read.hub.key == "hub")
    }

    @Test func `two spellings of a hub have one alias, two cases of a device two`() throws {
        #expect(try alias("a", hub: "Plant--7") == "a.plant--7.ds")
        #expect(try alias("a", hub: "PLANT--7") == "a.plant--7.ds")
        #expect(try alias("A") != alias("a"))
    }

    @Test(arguments: [
        "", ".", "a", "a.hub", "a.hub.dx", "a.hub.ds.", ".hub.ds", "a..ds", "a.h.ds", "a.b.hub.ds", "A.hub.ds",
        "a.Hub.ds",
        "a_b.hub.ds", "-a.hub.ds", "a-.hub.ds", "a--b.hub.ds", "x--.hub.ds", "x--a.hub.ds", "x---61.hub.ds",
        "x---4.hub.ds",
        "x---4A.hub.ds", "x---+4.hub.ds", "x----4.hub.ds", "x---zz.hub.ds", "x---ff.hub.ds", "x---20.hub.ds",
        "x---2e.hub.ds",
        "x---2e-2e.hub.ds", "X---41.hub.ds", "$(x).hub.ds", "a.hub.ds ", "a.hub.ds\n", "\u{212A}.hub.ds",
    ])
    func `what is no alias to the byte is refused`(_ text: String) {
        #expect(throws: HubError.self) { try HostAlias(text) }
    }

    @Test func `all short ids of the letters that matter come back, and no two share an alias`() throws {
        let letters = ["x", "-", "4", "1", "A", "."]
        var ids = letters
        var longest = letters
        for _ in 1..<6 {
            longest = longest.flatMap { id in letters.map { id + $0 } }
            ids += longest
        }
        try check(ids)
    }

    @Test func `ids of the whole alphabet come back, and no two share an alias`() throws {
        let alphabet = Array("ABYZabyz0189") + Self.symbols
        var state: UInt64 = 1
        func next(_ bound: Int) -> Int {
            // Knuth's generator (MMIX): the same ids in every run.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let ids = (0..<5000).map { _ in String((0...next(128)).map { _ in alphabet[next(alphabet.count)] }) }
        try check(ids + Self.symbols.map { String($0) } + [String(repeating: "'", count: 128)])
    }

    private func check(_ ids: [String]) throws {
        let devices = Set(ids.filter { DeviceID.accepts($0) })
        var aliases: Set<String> = []
        for id in devices {
            let text = try alias(id)
            aliases.insert(text)
            #expect(try HostAlias(text).device.text == id)
            let isSafe = text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0.isDigit || ".-".utf8.contains($0)
            }
            #expect(isSafe && text.utf8.first?.isLetterOrDigit == true, "\(text)")
        }
        #expect(aliases.count == devices.count)
    }
}
