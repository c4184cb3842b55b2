import Testing

@testable import CLI

/// What is expected here was read back with PyYAML (YAML 1.1) and gave the same value.
struct YAMLTests {
    @Test func `members are sorted and lists stand below their names`() throws {
        let value = try json(
            """
            {"b":{"z":[],"x":{}},"a":["p",{"k":1,"l":["q",[true,null]]}],"c":"text"}
            """
        )
        let expected = """
            a:
            - p
            - k: 1
              l:
              - q
              - - true
                - null
            b:
              x: {}
              z: []
            c: text

            """
        #expect(YAMLWriter.text(value) == expected)
    }

    @Test(arguments: [
        "hub", "devicestream-1", "/subscriptions/x", "https://hub.local:8443", "a, b", "x=y", "_x", "a b", "Nothing",
        "nullable", "a@b", "f(x)",
    ])
    func `plain words need no quotes`(_ text: String) {
        #expect(YAMLWriter.scalar(text) == text)
    }

    @Test(arguments: [
        "", " a", "a ", "1", "1.5", "1e3", "0x1F", "1:30", "2026-11-23", "2026-11-23T10:00:00Z", "-1", "+1", ".5",
        ".inf", ".nan", "~", "null", "Null", "true", "TRUE", "yes", "No", "on", "OFF", "y", "n", "=", "<<", "- a", "-",
        "---", "? a", ": a", "a: b", "a:", "a #b", "#a", "[a", "{a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a",
        "a]", "a}", "caf\u{E9}", "\u{1F600}", "\"a\"",
    ])
    func `what could be read as something else is quoted`(_ text: String) {
        #expect(YAMLWriter.scalar(text) == "'\(text)'")
    }

    @Test(arguments: [
        ("it's", "'it''s'"), ("'", "''''"), ("a\nb", "\"a\\nb\""), ("a\tb", "\"a\\tb\""), ("a\\b", "\"a\\\\b\""),
        ("\"\n", "\"\\\"\\n\""), ("\u{0}", "\"\\x00\""), ("\u{7F}", "\"\\x7F\""), ("\u{9B}2J", "\"\\x9B2J\""),
        ("\u{1B}[31m", "\"\\x1B[31m\""), ("\u{202E}x", "\"\\u202Ex\""), ("\u{2028}", "\"\\u2028\""),
        ("\u{FEFF}", "\"\\uFEFF\""), ("\u{FFFE}", "\"\\uFFFE\""), ("\u{E0001}", "\"\\U000E0001\""),
    ])
    func `control characters are escaped`(_ text: String, _ expected: String) {
        #expect(YAMLWriter.scalar(text) == expected)
    }

    @Test(arguments: [
        ("1", "1"), ("-1.5", "-1.5"), ("1e5", "1.0e+5"), ("1E-5", "1.0e-5"), ("1.5e5", "1.5e+5"), ("1.5e+5", "1.5e+5"),
    ])
    func `a number is a number to a reader of YAML 1.1`(_ text: String, _ expected: String) {
        #expect(YAMLWriter.number(text) == expected)
    }

    @Test func `names of members follow the rules of strings`() throws {
        #expect(YAMLWriter.text(try json("{\"true\":1,\"a: b\":2,\"\":3}")) == "'': 3\n'a: b': 2\n'true': 1\n")
    }

    @Test(arguments: [("null", "null\n"), ("[]", "[]\n"), ("{}", "{}\n"), ("\"x\"", "x\n"), ("false", "false\n")])
    func `a value alone is a document`(_ text: String, _ expected: String) throws {
        #expect(YAMLWriter.text(try json(text)) == expected)
    }
}
