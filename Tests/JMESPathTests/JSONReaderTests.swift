import Testing

@testable import JMESPath

struct JSONReaderTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "10", "-1.5", "1.0", "1e3", "1E+3", "0.1e-7",
        "123456789012345678901234567890", "1.10000000000000000000001",
        "[]", "[1]", "[1,[2,[]],{}]", "{}", #"{"b":1,"a":[{"c":null}]}"#, #""""#, #""a""#, #"{"":""}"#,
        "\"\u{E9}\u{1F600}\"",
    ])
    func `what is read is written as it was`(_ text: String) throws {
        #expect(JSONWriter(layout: .compact, sortsMembers: false).text(try json(text)) == text)
        #expect(try json(" \n\r\t" + text + "\t\r\n ") == json(text))
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "A\u{E9}\u{20AC}"),
        (#""\uD83D\uDE00""#, "\u{1F600}"), (#""\u0001""#, "\u{1}"),
        ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"), (#""a\u0062c""#, "abc"), (#""\udbff\udfff""#, "\u{10FFFF}"),
        (#""\ud800\udc00x""#, "\u{10000}x"),
    ])
    func `escapes are those of RFC 8259`(_ text: String, _ expected: String) throws {
        #expect(try json(text).stringValue.map(ExactText.init) == ExactText(expected))
    }

    @Test(arguments: [
        ("", 0), (" ", 1), ("nul", 0), ("nulll", 4), ("True", 0), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1),
        ("-", 1), ("+1", 0), ("01", 1), ("-01", 2), ("1.", 2), (".5", 0),
        ("1e", 2), ("1e+", 3), ("1.e3", 2), ("0x1", 1), ("1 2", 2), ("1,", 1), ("[", 1), ("[1", 2), ("[1,", 3),
        ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("]", 0), ("{", 1), ("{\"a\"", 4),
        ("{\"a\":", 5), ("{\"a\":1", 6), ("{\"a\":1,", 7), ("{\"a\":1,}", 7), ("{,}", 1), ("{a:1}", 1), ("{1:1}", 1),
        ("{'a':1}", 1), ("{\"a\" 1}", 5), ("{\"a\":1 \"b\":2}", 7), ("[1}", 2),
        ("{\"a\":1]", 6), ("\"a", 2), ("\"", 1), ("\"\\", 2), ("\"\\x\"", 2), ("\"\\u12\"", 5), ("\"\\u12G4\"", 5),
        ("\"\\u", 3), ("\"\\uD800\"", 3), ("\"\\uD800x\"", 3), ("\"\\uD800\\n\"", 3),
        ("\"\\uD800\\uD800\"", 3), ("\"\\uDC00\"", 3), ("\"\\ud800\\u\"", 9), ("'a'", 0), ("\"a\nb\"", 2),
        ("\"a\tb\"", 2), ("\"\u{1}\"", 1), ("\u{FEFF}1", 0), ("1\u{A0}", 1), ("\u{B}1", 0),
        ("/* a */1", 0), ("1//a", 1), ("#", 0), ("undefined", 0), ("[1]]", 3), ("{}{}", 2), ("\u{1}", 0), ("1\u{1}", 1),
        ("tru\u{1}", 0),
    ])
    func `what is not JSON is refused at its place`(_ text: String, _ offset: Int) throws {
        let error = try #require(throws: JSONSyntaxError.self) { try json(text) }
        #expect(error.offset == offset, "\(error.message)")
        #expect(error.message.hasSuffix("."))
        #expect(JSONValue.read(Array(text.utf8)) == nil)
    }

    @Test(
        arguments: [
            [0], [0x31, 0], [0x22, 0, 0x22], [0x74, 0x72, 0x75, 0], [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22],
            [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
            [0x22, 0x80, 0x22], [0x7B, 0x22, 0xFE, 0x22, 0x3A, 0x31, 0x7D], [0x22, 0xE2, 0x82, 0x5C, 0x6E, 0x22],
            [0xFF, 0xFE], [0x22, 0xF0, 0x9F, 0x98],
        ] as [[UInt8]]
    )
    func `what is not UTF-8, and a zero byte, is refused`(_ bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError.self) { try JSONReader.read(bytes) }
    }

    @Test func `every beginning of a text is refused and none does harm`() throws {
        let text = Array(#"{"a":[1.5e3,true,null,"x\u00e9\ud83d\ude00\n"],"b":{"c":[[]],"d":-0}}"#.utf8)
        _ = try JSONReader.read(text)
        for count in 0..<text.count {
            #expect(throws: JSONSyntaxError.self) { try JSONReader.read(Array(text[..<count])) }
        }
    }

    @Test func `any byte in any place does no harm`() {
        let text = Array(#"{"a":[1.5e3,true,"x\u00e9"]}"#.utf8)
        var refused = 0
        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                if JSONValue.read(changed) == nil { refused += 1 }
            }
        }
        #expect(refused > 5000)
    }

    @Test func `depth has a bound`() throws {
        let deep = { (count: Int) in
            String(repeating: "[{\"a\":", count: count / 2) + "1" + String(repeating: "}]", count: count / 2)
        }
        _ = try json(deep(512))
        let error = try #require(throws: JSONSyntaxError.self) { try json(deep(514)) }
        #expect(error.message == "Values are nested deeper than 512 levels.")
        #expect(throws: JSONSyntaxError.self) { try json(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONSyntaxError.self) { try json(String(repeating: "{\"a\":", count: 1_000_000)) }
    }

    @Test func `of two members with one name the last counts in the first's place`() throws {
        #expect(
            JSONWriter(layout: .compact, sortsMembers: false).text(try json(#"{"a":1,"b":2,"a":3}"#))
                == #"{"a":3,"b":2}"#
        )
        let many = (0..<100).map { "\"k\($0 % 40)\":\($0)" }.joined(separator: ",")
        let members = try #require(try json("{\(many)}").orderedMembers)
        #expect(members.map(\.0) == (0..<40).map { "k\($0)" })
        // The last of "k0" is 80, of "k39" 79.
        let values = (80..<100).map(String.init) + (60..<80).map(String.init)
        #expect(members.map(\.1.scalarText) == values)
    }

    @Test func `names that only look alike are two`() throws {
        let value = try json("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value.orderedMembers?.count == 2)
        #expect(value["\u{E9}"]?.scalarText == "1")
        #expect(value["e\u{301}"]?.scalarText == "2")
    }
}
