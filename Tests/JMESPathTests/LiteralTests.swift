import Testing

struct LiteralTests {
    @Test(arguments: [
        ("`1`", "1"), ("`1.0`", "1.0"), ("`1e3`", "1e3"), ("`-0`", "-0"),
        ("`123456789012345678901234567890`", "123456789012345678901234567890"),
        ("`true`", "true"), ("`null`", "null"), (#"`"a"`"#, #""a""#), (#"`"\u00e9\n"`"#, "\"\u{E9}\\n\""),
        ("`[1, [2]]`", "[1,[2]]"),
        (#"`{"b": 1, "a": 2}`"#, #"{"b":1,"a":2}"#), ("`  [] `", "[]"), (#"`"a\`b"`"#, #""a`b""#),
        (#"`"\\"`"#, #""\\""#),
        (#"`{"a":[{"b":1}]}`.a[0].b"#, "1"), ("`[1,2,3]`[?@ > `1`]", "[2,3]"),
    ])
    func `text in backticks is JSON`(_ expression: String, _ expected: String) throws {
        try Finding(expression, "null", expected).check()
    }

    @Test(arguments: [
        ("`foo`", #""foo""#), ("`  foo`", #""foo""#), ("`foo bar`", #""foo bar""#), ("``", #""""#),
        ("`Infinity`", #""Infinity""#),
        ("`01`", #""01""#), ("`1.`", #""1.""#), ("`[1,`", #""[1,""#), (#"`a\`b`"#, #""a`b""#), (#"`a\nb`"#, #""a\nb""#),
        ("`True`", #""True""#),
    ])
    func `a word in backticks without quotes is a string, as of old`(_ expression: String, _ expected: String) throws {
        try Finding(expression, "null", expected).check()
    }

    @Test(arguments: [
        ("'foo'", #""foo""#), ("''", #""""#), ("' a '", #"" a ""#), (#"'it\'s'"#, #""it's""#),
        (#"'a\nb'"#, #""a\\nb""#), (#"'\\'"#, #""\\\\""#),
        (#"'"'"#, #""\"""#), ("'`'", #""`""#), ("'a\nb'", #""a\nb""#), ("'\u{1F600}'", "\"\u{1F600}\""),
        (#"'\u0041'"#, #""\\u0041""#), ("'[0]'", #""[0]""#),
    ])
    func `text in single quotes stands for itself`(_ expression: String, _ expected: String) throws {
        try Finding(expression, "null", expected).check()
    }
}
