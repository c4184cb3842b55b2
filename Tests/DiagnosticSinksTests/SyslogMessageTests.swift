import HubControl
import HubModel
import Testing

@testable import DiagnosticSinks

@Suite struct SyslogMessageTests {
    private func text(_ item: DiagnosticBatch.Item, host: String = "hub.example.com") -> String {
        String(decoding: SyslogMessage.make(item, host: host, facility: .local0), as: UTF8.self)
    }

    @Test func `a message has the header, the element, the mark of UTF-8 and the record`() throws {
        let item = try Samples.item(Samples.record())
        #expect(
            text(item)
                == "<134>1 2026-11-23T02:13:20.125Z hub.example.com devicestream - streamRequest "
                + "[devicestream@32473 hub=\"hub\" category=\"DeviceStreams\" resultType=\"Success\" "
                + "deviceId=\"press-07\" trackingId=\"b90e3f12\" sequence=\"7\"] \u{FEFF}"
                + String(decoding: item.json, as: UTF8.self)
        )
    }

    @Test(arguments: [
        (ActivityRecord.Level.error, SyslogReceiver.Facility.local0, "<131>1 "), (.warning, .user, "<12>1 "),
        (.information, .local7, "<190>1 "), (.information, .authpriv, "<86>1 "),
    ])
    func `the priority is of facility and level`(
        _ level: ActivityRecord.Level,
        _ facility: SyslogReceiver.Facility,
        _ expected: String
    ) throws {
        let item = try Samples.item(Samples.record(level: level))
        #expect(SyslogMessage.make(item, host: "h", facility: facility).starts(with: expected.utf8))
    }

    @Test(arguments: [
        (#"a"b"#, #"a\"b"#), (#"a\b"#, #"a\\b"#), ("a]b", #"a\]b"#), ("a\nb", #"a\\nb"#), ("ä", "ä"),
        (#"\"]"#, #"\\\"\]"#),
    ])
    func `values are escaped`(_ value: String, _ expected: String) {
        #expect(SyslogMessage.escaped(value) == expected)
    }

    @Test func `a host that is no word is none`() throws {
        let item = try Samples.item(Samples.record())
        #expect(text(item, host: " \n").hasPrefix("<134>1 2026-11-23T02:13:20.125Z - devicestream - "))
    }

    @Test func `what is too long is cut at the end of a character`() throws {
        let item = try Samples.item(Samples.record())
        let whole = SyslogMessage.make(item, host: "h", facility: .local0)
        // Within it there are characters of two bytes, in the description.
        for limit in 1...whole.count {
            let cut = SyslogMessage.make(item, host: "h", facility: .local0, limit: limit)
            #expect(cut.count <= limit)
            #expect(whole.starts(with: cut))
            #expect(String(validating: cut, as: UTF8.self) != nil)
            #expect(cut.count > limit - 3)
        }
    }
}
