import Testing

struct NameTests {
    @Test(
        arguments: Finding.all(
            of:
                #"{"foo":{"bar":{"baz":"correct","n":null}},"_1":1,"a1":2,"list":[1],"text":"t","number":3,"off":false}"#,
            [
                ("foo.bar.baz", #""correct""#), ("foo . bar\t.\r\nbaz", #""correct""#), ("foo.bar.n", "null"),
                ("foo.missing", "null"), ("foo.missing.baz", "null"), ("foo.bar.baz.more", "null"), ("_1", "1"),
                ("a1", "2"),
                ("list.a", "null"), ("text.length", "null"), ("number.a", "null"), ("off.a", "null"), ("Foo", "null"),
                (#""foo"."bar"."baz""#, #""correct""#), (#"foo."bar".baz"#, #""correct""#),
                ("  foo.bar.baz  ", #""correct""#),
            ]
        )
    )
    func `names lead into objects`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: #"{"a":{"b":1},"list":[1,2]}"#,
            [
                ("@", #"{"a":{"b":1},"list":[1,2]}"#), ("@.a.b", "1"), ("a | @", #"{"b":1}"#),
                ("@ | @.a", #"{"b":1}"#), ("[@.a, @.list[0]]", #"[{"b":1},1]"#), ("list[*].[@]", "[[1],[2]]"),
            ]
        )
    )
    func `the current node is what an expression looks at`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of:
                #"{"foo.bar":"dot","foo bar":"space","foo\nbar":"line","foo\"bar":"quote","c:\\x":"path","/unix":"slash","\"\"\"":3,"bar":{"\"bar\"":4},"\u0001":5,"":6}"#,
            [
                (#""foo.bar""#, #""dot""#), (#""foo bar""#, #""space""#), (#""foo\nbar""#, #""line""#),
                (#""foo\"bar""#, #""quote""#), (#""c:\\x""#, #""path""#), (#""/unix""#, #""slash""#),
                (#""\/unix""#, #""slash""#), (#""\"\"\"""#, "3"), (#"bar."\"bar\"""#, "4"), (#""\u0001""#, "5"),
                (#""""#, "6"),
                (#""foo\u0020bar""#, #""space""#),
            ]
        )
    )
    func `names in quotes have the escapes of JSON`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of:
                "{\"\u{2713}\":[{\"\u{65E5}\":1}],\"\u{E9}\":\"one\",\"e\u{301}\":\"two\",\"\u{1F600}\":3,\"t\":\"\u{E9}\"}",
            [
                ("\"\u{2713}\"[0].\"\u{65E5}\"", "1"), (#""\u2713"[0]."\u65e5""#, "1"), ("\"\u{E9}\"", "\"one\""),
                ("\"e\u{301}\"", "\"two\""), (#""\ud83d\ude00""#, "3"), ("t == '\u{E9}'", "true"),
                ("t == 'e\u{301}'", "false"), ("length('e\u{301}')", "2"), ("length('\u{1F600}')", "1"),
                ("'\u{FFEE}' < '\u{1F600}'", "true"),
                ("sort(['\u{1F600}','\u{FFEE}','z'])", "[\"z\",\"\u{FFEE}\",\"\u{1F600}\"]"),
            ]
        )
    )
    func `text is compared code point by code point`(_ finding: Finding) throws { try finding.check() }

    @Test(arguments: ["a", "Z", "_", "_0", "a_b", "true", "null", "or", "abs", "AZaz09_"])
    func `words without quotes are names, keywords there are none`(_ name: String) throws {
        try Finding(name, "{\"\(name)\":[1]}", "[1]").check()
    }
}
