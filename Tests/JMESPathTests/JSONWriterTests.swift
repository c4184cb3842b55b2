import Testing

@testable import JMESPath

/// What is expected of layouts here is what Python's `json.dumps(…, indent=2, ensure_ascii=False)` printed.
struct JSONWriterTests {
    private static let text =
        #"{"b":[1,[],{},[[2]],{"x":null}],"a":{"z":true,"y":"é"},"B":1.0,"e":[],"o":{},"é":0,"":1}"#

    @Test func `the pretty layout is Python's`() throws {
        let expected = """
            {
              "": 1,
              "B": 1.0,
              "a": {
                "y": "é",
                "z": true
              },
              "b": [
                1,
                [],
                {},
                [
                  [
                    2
                  ]
                ],
                {
                  "x": null
                }
              ],
              "e": [],
              "o": {},
              "é": 0
            }
            """
        #expect(try json(Self.text).prettyText == expected)
    }

    @Test func `members can keep their order`() throws {
        let writer = JSONWriter(layout: .pretty, sortsMembers: false)
        #expect(writer.text(try json(#"{"b":1,"a":[0]}"#)) == "{\n  \"b\": 1,\n  \"a\": [\n    0\n  ]\n}")
        #expect(JSONWriter(layout: .compact, sortsMembers: false).text(try json(Self.text)) == Self.text)
    }

    @Test func `the compact layout is one line`() throws {
        let expected = #"{"":1,"B":1.0,"a":{"y":"é","z":true},"b":[1,[],{},[[2]],{"x":null}],"e":[],"o":{},"é":0}"#
        #expect(try json(Self.text).compactText == expected)
    }

    @Test(arguments: [
        ("[]", "[]"), ("{}", "{}"), ("1", "1"), ("\"a\"", "\"a\""), ("null", "null"), ("[[]]", "[\n  []\n]"),
    ])
    func `small values are written small`(_ text: String, _ expected: String) throws {
        #expect(try json(text).prettyText == expected)
    }

    @Test func `names stand in the order of code points`() throws {
        let value = try json("{\"\u{1F600}\":1,\"\u{FFEE}\":2,\"b\":3,\"a\":4,\"B\":5,\"ab\":6}")
        #expect(value.members?.map(\.0) == ["B", "a", "ab", "b", "\u{FFEE}", "\u{1F600}"])
    }

    @Test(arguments: [
        ("\u{8}\u{C}\n\r\t\"\\/", #"\b\f\n\r\t\"\\/"#), ("\u{1}\u{1B}[2J", #"\u0001\u001b[2J"#), ("\u{7F}", #"\u007f"#),
        ("\u{80}\u{9B}\u{9F}", #"\u0080\u009b\u009f"#),
        ("\u{202E}\u{2066}", #"\u202e\u2066"#), ("\u{2028}\u{2029}", #"\u2028\u2029"#),
        ("\u{200F}\u{61C}", #"\u200f\u061c"#), ("\u{FEFF}", #"\ufeff"#),
        ("\u{E0001}", #"\udb40\udc01"#), ("\u{A0}\u{E9}\u{1F600}", "\u{A0}\u{E9}\u{1F600}"),
    ])
    func `what moves a cursor or turns text round is escaped`(_ text: String, _ expected: String) throws {
        let value = JSONValue.make([(text, .string(text))])
        #expect(value.compactText == "{\"\(expected)\":\"\(expected)\"}")
        #expect(try json(value.compactText) == value)
        #expect(try json(value.prettyText) == value)
    }

    @Test func `no scalar reaches a terminal that could do harm`() throws {
        for code in (0...0x3100 as ClosedRange<UInt32>) {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let written = JSONValue.string(String(scalar)).compactText
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                // The soft hyphen and signs of scripts are format characters, too, and move nothing.
                guard Self.mayStand(code) else {
                    #expect(written.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(code)")
                    continue
                }
            default: break
            }
            #expect(try json(written) == .string(String(scalar)))
        }
    }

    private static func mayStand(_ code: UInt32) -> Bool {
        code == 0xAD || (0x600...0x605).contains(code) || [0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x180E].contains(code)
    }
}
