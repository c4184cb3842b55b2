import AllowlistFormats
import HubModel
import Testing

/// Words of people cannot become rules, whatever they hold.
@Suite struct HostileTextTests {
    static let notes = [
        "\nadd rule inet filter input accept\n", "\r\n-A INPUT -j ACCEPT\r\n", "\"; drop table x; \"", "'; rm -rf /; '",
        "*/ evil(); /*", "--> <rule><accept/></rule> <!--", "]]>", "$(reboot) `reboot` ${reboot} %{x}",
        "\u{2028}evil()",
        "\\", "\\\n", "#\"'#", "\u{1B}[2J\u{7F}\u{0}\u{85}", "\u{202E}\u{FEFF}", "=cmd|' /C calc'!A0", "a: [b]\n- c: d",
        "\u{201C}\u{2019}", "<<EOF", String(repeating: "x", count: 5000),
    ]

    private func code(_ text: String, _ format: AllowlistFormat) -> String {
        guard let mark = format.commentMark else { return text }
        return text.split(omittingEmptySubsequences: false) { $0.isNewline }.filter { !$0.hasPrefix(mark + " ") }
            .joined(separator: "\n")
    }

    @Test(arguments: AllowlistFormat.allCases.filter { $0.isRules && $0 != .firewalld }, Self.notes)
    func `notes change nothing but comments`(format: AllowlistFormat, notes: String) throws {
        let plain = try TestList().text(format)
        let hostile = try TestList(notes: notes).text(format)
        #expect(code(hostile, format) == code(plain, format))
        #expect(!hostile.unicodeScalars.contains { $0 != "\n" && VisibleText.isDangerous($0) })
    }

    @Test(arguments: [AllowlistFormat.rss, .firewalld], Self.notes)
    func `notes are no markup`(format: AllowlistFormat, notes: String) throws {
        func skeleton(_ text: String) -> [Substring] {
            text.matches(of: /<[^>]*>/).map(\.output)
        }
        let hostile = try TestList(notes: notes).text(format)
        #expect(skeleton(hostile) == skeleton(try TestList().text(format)))
        #expect(!hostile.unicodeScalars.contains { $0 != "\n" && VisibleText.isDangerous($0) })
    }

    @Test(arguments: Self.notes)
    func `a row of a table stays a row`(notes: String) throws {
        let text = try TestList(notes: notes).text(.csv)
        #expect(text.split(separator: "\r\n", omittingEmptySubsequences: false).count == 6)
        #expect(!text.contains { $0 == "\n" || $0 == "\r" })
    }

    @Test(arguments: [
        "evil.example.com; accept", "a\nb", "a b", "a\"b", "*.example.com", ".example.com", "", "a..b",
        "-a.example.com",
        "a/b", "a#b", "a,b", "[::1]", "bücher.example", String(repeating: "a.", count: 130) + "a",
    ])
    func `a record with a host that is none is no rule`(host: String) throws {
        for format in AllowlistFormat.allCases where format.isRules {
            let error = #expect(throws: HubError.self) { try TestList(mainHost: host).text(format) }
            #expect(error?.code == .serverError)
        }
    }

    @Test(arguments: ["0", "65536", "443;", "443,", "x", "", "-1", "443-450"])
    func `nor one with a port that is none`(port: String) throws {
        for format in AllowlistFormat.allCases where format.isRules {
            #expect(throws: HubError.self) { try TestList(mainPort: port).text(format) }
        }
    }

    @Test(arguments: ["192.0.2.1; accept", "192.0.2.1/24", "::g", "", "any", "192.0.2.1-192.0.2.9"])
    func `nor one with an address that is none`(address: String) throws {
        for format in AllowlistFormat.allCases where format.isRules {
            #expect(throws: HubError.self) { try TestList(mainIPs: [address]).text(format) }
        }
    }

    @Test(arguments: ["a b c", "a\nb", "x\"y", "abc;", "../x", ""])
    func `nor one of a hub whose name is none`(hub: String) throws {
        for format in AllowlistFormat.allCases where format.isRules {
            #expect(throws: HubError.self) { try TestList(hub: hub).text(format) }
        }
    }
}
