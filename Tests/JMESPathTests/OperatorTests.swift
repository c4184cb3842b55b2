import Testing

struct OperatorTests {
    private static let truths =
        #"{"t":true,"f":false,"n":null,"zero":0,"one":1,"empty":"","text":"x","list":[],"full":[0],"object":{},"member":{"a":0}}"#

    @Test(
        arguments: Finding.all(
            of: truths,
            [
                ("t && one", "1"), ("f && one", "false"), ("n && one", "null"), ("zero && one", "1"),
                ("empty && one", #""""#),
                ("text && one", "1"), ("list && one", "[]"), ("full && one", "1"), ("object && one", "{}"),
                ("member && one", "1"), ("missing && one", "null"), ("t && f && one", "false"),
                ("t && one && text", #""x""#),
                ("f || one", "1"), ("t || one", "true"), ("n || f", "false"), ("zero || one", "0"),
                ("empty || list", "[]"),
                ("list || object || text", #""x""#), ("missing || n || f || empty", #""""#), ("full || one", "[0]"),
                ("!t", "false"), ("!f", "true"), ("!n", "true"), ("!zero", "false"), ("!empty", "true"),
                ("!list", "true"),
                ("!object", "true"), ("!member", "false"), ("!missing", "true"), ("!!text", "true"), ("! t", "false"),
            ]
        )
    )
    func `false are false, null, and what is empty`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: truths,
            [
                ("f && n || one", "1"), ("one || f && n", "1"), ("(one || f) && n", "null"),
                ("f || t && text", #""x""#),
                ("!f && text", #""x""#), ("!(f || t)", "false"), ("!f == t", "true"), ("!(f == t)", "true"),
                ("one == zero || t", "true"), ("t && one == `1`", "true"), ("member.a == zero && text", #""x""#),
                ("!member.a", "null"), ("!(member.a)", "false"), ("f || member | a", "0"), ("member | a || one", "0"),
                ("one < zero == f", "true"),
                ("full[0] == zero", "true"), ("!full[0]", "false"), ("!list[0]", "true"),
            ]
        )
    )
    func `operators bind as in jmespath.py`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: #"{"a":1,"b":2.0,"s":"m","l":[1,{"x":[true]}],"o":{"p":1,"q":2}}"#,
            [
                ("a < b", "true"), ("a <= `1`", "true"), ("a > b", "false"), ("b >= `2`", "true"),
                ("a == `1.0`", "true"),
                ("b == `2`", "true"), ("b == `20e-1`", "true"), ("a != b", "true"), ("s > 'l'", "true"),
                ("s < 'ma'", "true"),
                ("s == 'm'", "true"), ("s == 'M'", "false"), ("a < s", "null"), ("l < l", "null"),
                ("missing < a", "null"),
                ("`true` > `false`", "null"), ("missing == `null`", "true"), ("a == `true`", "false"),
                ("`0` == `false`", "false"),
                ("l == `[1.0,{\"x\":[true]}]`", "true"), ("l == `[true,{\"x\":[1]}]`", "false"),
                ("o == `{\"q\":2,\"p\":1}`", "true"), ("o == `{\"p\":1}`", "false"),
                ("o == `{\"p\":1,\"r\":2}`", "false"),
                ("'' == `\"\"`", "true"), ("'' == `null`", "false"), ("`[]` == `{}`", "false"), ("a == '1'", "false"),
            ]
        )
    )
    func `values are compared by value and type`(_ finding: Finding) throws { try finding.check() }

    @Test(arguments: [
        ("`9007199254740993` == `9007199254740992`", "false"), ("`9007199254740993` > `9007199254740992.0`", "true"),
        ("`123456789012345678901234567890123456789012` < `123456789012345678901234567890123456789013`", "true"),
        ("`-5` < `-4`", "true"), ("`-10` < `-9`", "true"), ("`-1` < `0`", "true"), ("`-0` == `0`", "true"),
        ("`-0` < `0`", "false"), ("`10` > `9`", "true"), ("`0.1` < `0.25`", "true"), ("`1` < `1.5`", "true"),
        ("`-1` > `-1.5`", "true"), ("`1e400` > `5`", "true"), ("`-1e400` < `5`", "true"), ("`1e3` == `1000`", "true"),
    ])
    func `numbers are compared exactly`(_ expression: String, _ expected: String) throws {
        try Finding(expression, "null", expected).check()
    }

    @Test(
        arguments: Finding.all(
            of: #"{"foo":{"bar":[{"a":1},{"a":2}],"other":3}}"#,
            [
                ("foo | bar", #"[{"a":1},{"a":2}]"#), ("foo | bar | [0]", #"{"a":1}"#), ("foo|bar|[0].a", "1"),
                ("foo.bar[*].a | [0]", "1"), ("foo.bar[*].a[0]", "[]"), ("(foo.bar[*].a)[0]", "1"),
                ("[foo] | [0].other", "3"),
                ("missing | foo", "null"), ("foo | missing || other", "3"), ("foo.bar[*].[a] | [*][0]", "[1,2]"),
                ("foo | [bar[0].a, other]", "[1,3]"), ("foo.*|[0]", #"[{"a":1},{"a":2}]"#),
            ]
        )
    )
    func `a pipe hands the whole result on`(_ finding: Finding) throws { try finding.check() }
}
