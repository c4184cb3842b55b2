import Testing

struct FunctionTests {
    private static let document =
        #"{"n":[3,-1.5,2,2.0],"s":["b","a","\u00e9","B"],"e":[],"o":{"z":1,"a":"x"},"t":"h\u00e9llo","rows":[{"k":2,"v":"x"},{"k":1,"v":"y"},{"k":2,"v":"z"}],"nul":null}"#

    @Test(
        arguments: Finding.all(
            of: document,
            [
                ("abs(`-1`)", "1"), ("abs(`-1.50`)", "1.50"), ("abs(`2`)", "2"), ("abs(`-0`)", "0"),
                ("abs(`-123456789012345678901234567890123456789012`)", "123456789012345678901234567890123456789012"),
                ("avg(n)", "1.375"), ("avg(e)", "null"), ("avg(`[1,2]`)", "1.5"), ("avg(`[2,2]`)", "2.0"),
                ("ceil(`1.1`)", "2"),
                ("ceil(`-1.9`)", "-1"), ("ceil(`3`)", "3"), ("ceil(`3.0`)", "3"), ("floor(`1.9`)", "1"),
                ("floor(`-1.1`)", "-2"),
                ("floor(`-2.0`)", "-2"), ("floor(`1e3`)", "1000"), ("floor(`1e300`)", "1e300"), ("floor(`0.5`)", "0"),
                ("sum(n)", "5.5"), ("sum(e)", "0"), ("sum(`[1,2,3]`)", "6"),
                ("sum(`[9223372036854775807,1]`)", "9223372036854775808"),
                ("sum(`[-1,1]`)", "0"), ("max(n)", "3"), ("min(n)", "-1.5"), ("max(e)", "null"), ("min(e)", "null"),
                ("max(`[2,2.0]`)", "2"), ("min(`[2.0,2]`)", "2.0"), ("max(s)", "\"\u{E9}\""), ("min(s)", #""B""#),
                ("to_number('1')", "1"), ("to_number('-1.50')", "-1.50"), ("to_number('1e5')", "1e5"),
                ("to_number(`7`)", "7"),
                ("to_number('x')", "null"), ("to_number('')", "null"), ("to_number(' 1')", "null"),
                ("to_number('01')", "null"),
                ("to_number('+1')", "null"), ("to_number('.5')", "null"), ("to_number('nan')", "null"),
                ("to_number('1 ')", "null"),
                ("to_number('-')", "null"), ("to_number(`true`)", "null"), ("to_number(nul)", "null"),
                ("to_number(e)", "null"),
            ]
        )
    )
    func `functions of numbers`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: document,
            [
                ("contains(t, 'ell')", "false"), ("contains(t, '\u{E9}ll')", "true"), ("contains(t, '')", "true"),
                ("contains('', 'a')", "false"), ("contains('aab', 'ab')", "true"), ("contains(s, 'a')", "true"),
                ("contains(s, 'c')", "false"),
                ("contains(n, `2`)", "true"), ("contains(`[1]`, `true`)", "false"),
                ("contains(`[[1]]`, `[1.0]`)", "true"),
                ("contains(rows, `{\"v\":\"x\",\"k\":2}`)", "true"), ("contains(`[null]`, nul)", "true"),
                ("ends_with(t, 'llo')", "true"),
                ("ends_with(t, 'hello')", "false"), ("ends_with(t, '')", "true"), ("ends_with('a', 'ba')", "false"),
                ("starts_with(t, 'h\u{E9}')", "true"), ("starts_with(t, 'he')", "false"),
                ("starts_with('', 'a')", "false"),
                ("starts_with('e\u{301}', 'e')", "true"), ("join(', ', s)", "\"b, a, \u{E9}, B\""),
                ("join('', e)", #""""#),
                ("join('-', `[\"x\"]`)", #""x""#), ("length(t)", "5"), ("length('')", "0"), ("length(s)", "4"),
                ("length(o)", "2"),
                ("reverse('ab\u{1F600}')", "\"\u{1F600}ba\""), ("reverse('')", #""""#), ("to_string('a')", #""a""#),
                ("to_string(`1.50`)", #""1.50""#), ("to_string(o)", #""{\"z\":1,\"a\":\"x\"}""#),
                ("to_string(t)", "\"h\u{E9}llo\""),
                ("to_string([t])", #""[\"h\\u00e9llo\"]""#), ("to_string(nul)", #""null""#),
                ("to_string(`true`)", #""true""#),
                ("to_string(e)", #""[]""#), ("to_string(`[\"\u{1F600}\u{7F}\"]`)", #""[\"\\ud83d\\ude00\\u007f\"]""#),
            ]
        )
    )
    func `functions of strings`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: document,
            [
                ("keys(o)", #"["z","a"]"#), ("values(o)", #"[1,"x"]"#), ("keys(`{}`)", "[]"), ("values(`{}`)", "[]"),
                ("merge(o, `{\"a\":null,\"b\":2}`)", #"{"z":1,"a":null,"b":2}"#), ("merge(`{}`)", "{}"),
                ("merge(`{}`, o, `{}`)", #"{"z":1,"a":"x"}"#),
                ("not_null(nul, missing, `false`, t)", "false"), ("not_null(nul)", "null"),
                ("reverse(s)", "[\"B\",\"\u{E9}\",\"a\",\"b\"]"),
                ("reverse(e)", "[]"), ("sort(n)", "[-1.5,2,2.0,3]"), ("sort(s)", "[\"B\",\"a\",\"b\",\"\u{E9}\"]"),
                ("sort(e)", "[]"),
                ("to_array(t)", "[\"h\u{E9}llo\"]"), ("to_array(e)", "[]"), ("to_array(nul)", "[null]"),
                ("to_array(o)", #"[{"z":1,"a":"x"}]"#),
                ("type(n)", #""array""#), ("type(o)", #""object""#), ("type(t)", #""string""#),
                ("type(nul)", #""null""#),
                ("type(`1`)", #""number""#), ("type(`false`)", #""boolean""#), ("type(missing)", #""null""#),
                ("length(keys(@))", "7"),
            ]
        )
    )
    func `functions of lists, objects and types`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: document,
            [
                ("map(&k, rows)", "[2,1,2]"), ("map(&missing, rows)", "[null,null,null]"), ("map(&k, e)", "[]"),
                ("map(&[k, v], rows)[1]", #"[1,"y"]"#),
                ("sort_by(rows, &k)[*].v", #"["y","x","z"]"#), ("sort_by(rows, &v)[*].k", "[2,1,2]"),
                ("sort_by(e, &missing)", "[]"),
                ("sort_by(rows, &abs(k)) | [0].v", #""y""#), ("max_by(rows, &k).v", #""x""#),
                ("min_by(rows, &k).v", #""y""#),
                ("max_by(rows, &v).k", "2"), ("min_by(rows, &v).v", #""x""#), ("max_by(e, &k)", "null"),
                ("min_by(e, &k)", "null"),
                ("sort_by(s, &@)", "[\"B\",\"a\",\"b\",\"\u{E9}\"]"), ("sort_by(rows, &k || `0`)[0].k", "1"),
                ("map(& k == `2` , rows)", "[true,false,true]"),
                ("rows[*].map(&@, [k])", "[[2],[1],[2]]"), ("map(&map(&@, @), `[[1],[2]]`)", "[[1],[2]]"),
            ]
        )
    )
    func `functions that look through an expression`(_ finding: Finding) throws { try finding.check() }

    @Test func `sorting keeps the order of equals`() throws {
        let rows = (0..<500).map { "{\"k\":\($0 % 7),\"i\":\($0)}" }.joined(separator: ",")
        let expected = (0..<7).flatMap { key in (0..<500).filter { $0 % 7 == key } }
        let found = try Finding.find("sort_by(@, &k)[].i", in: "[\(rows)]")
        #expect(found == "[" + expected.map(String.init).joined(separator: ",") + "]")
    }
}
