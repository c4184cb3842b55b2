import Testing

struct ProjectionTests {
    @Test(
        arguments: Finding.all(
            of:
                #"{"rows":[{"a":1,"l":[1,2]},{"a":null,"l":[3]},{"l":[]},"x"],"o":{"y":{"a":1},"x":{"a":2},"z":5},"e":[],"s":"t","n":null}"#,
            [
                ("rows[*].a", "[1]"), ("rows[*].l", "[[1,2],[3],[]]"), ("rows[*].l[0]", "[1,3]"),
                ("rows[*].l[*]", "[[1,2],[3],[]]"),
                ("rows[*].missing", "[]"), ("e[*].a", "[]"), ("s[*]", "null"), ("n[*].a", "null"), ("o[*]", "null"),
                ("o.*", #"[{"a":1},{"a":2},5]"#), ("o.*.a", "[1,2]"), ("*.a", "[]"), ("o.* | [0].a", "1"),
                ("rows.*", "null"),
                ("s.*", "null"), ("o.*.*", "[[1],[2]]"), ("[o][*].*.a", "[[1,2]]"),
                ("rows[*].*", "[[1,[1,2]],[[3]],[[]]]"),
                ("[`null`,`1`][*]", "[1]"), ("o.*.[a]", "[[1],[2],[null]]"), ("rows[*].l[] | [0]", "1"),
            ]
        )
    )
    func `a wildcard looks at each`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of:
                #"{"nest":[[1,[2]],3,[[4]],[]],"rows":[{"l":[{"a":1},{"a":2}]},{"l":[{"a":3}]},{"b":0}],"s":"t","o":{"k":[1]}}"#,
            [
                ("nest[]", "[1,[2],3,[4]]"), ("nest[][]", "[1,2,3,4]"), ("nest[][][]", "[1,2,3,4]"),
                ("rows[].l[].a", "[1,2,3]"),
                ("rows[*].l[].a", "[1,2,3]"), ("rows[].l[*].a", "[[1,2],[3]]"), ("rows[].l[0].a", "[1,3]"),
                ("s[]", "null"), ("o[]", "null"), ("o.k[]", "[1]"), ("o.*[]", "[1]"), ("[]", "null"),
                ("nest | []", "[1,[2],3,[4]]"),
                ("[nest, s][]", #"[[1,[2]],3,[[4]],[],"t"]"#), ("rows[].l[].a | sum(@)", "6"), ("nest[] | [0]", "1"),
            ]
        )
    )
    func `flattening takes one level away`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of:
                #"{"rows":[{"n":"a","v":1,"t":["x"]},{"n":"b","v":5,"t":[]},{"n":"c","v":5,"up":true},{"n":"d"}],"o":{"k":1},"m":[[1,2],[3]]}"#,
            [
                ("rows[?v > `1`].n", #"["b","c"]"#), ("rows[?v >= `1`].n", #"["a","b","c"]"#),
                ("rows[?v < `5`].n", #"["a"]"#),
                ("rows[?v == `5`].n", #"["b","c"]"#), ("rows[?v != `5`].n", #"["a","d"]"#),
                ("rows[?n == 'a'].v", "[1]"),
                ("rows[?up].n", #"["c"]"#), ("rows[?!up].n", #"["a","b","d"]"#), ("rows[?t].n", #"["a"]"#),
                ("rows[?v].n", #"["a","b","c"]"#), ("rows[?v == `5` && up].n", #"["c"]"#),
                ("rows[?v == `1` || up].n", #"["a","c"]"#),
                ("rows[?n == 'a' || n == 'b' && v == `5`].n", #"["a","b"]"#),
                ("rows[?(n == 'a' || n == 'b') && v == `5`].n", #"["b"]"#),
                ("rows[?contains(['a','d'], n)].n", #"["a","d"]"#),
                ("rows[?v == `5`] | [0].n", #""b""#), ("rows[?v == `5`][0]", "[]"), ("o[?k]", "null"),
                ("missing[?k]", "null"),
                ("rows[?missing]", "[]"), ("rows[?t[0] == 'x'].n", #"["a"]"#), ("rows[?n > 'b'].n", #"["c","d"]"#),
                ("m[?@[0] > `1`]", "[[3]]"), ("m[*][?@ > `1`]", "[[2],[3]]"), ("m[][?@ > `1`]", "[]"),
                ("m[] | [?@ > `1`]", "[2,3]"),
                ("rows[?up].t", "[]"), ("rows[?v][?n]", "[]"), ("rows[?`0`].n", #"["a","b","c","d"]"#),
                ("rows[?`5` == v].n", #"["b","c"]"#), ("rows[?v > n].n", "[]"), ("rows[? v==`1` ].n", #"["a"]"#),
            ]
        )
    )
    func `a filter keeps what its condition is true of`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: #"{"a":1,"b":{"c":2,"d":[3,4]},"rows":[{"x":1,"y":2},{"x":3}],"n":null}"#,
            [
                ("[a]", "[1]"), ("[a, b.c]", "[1,2]"), ("[a, missing]", "[1,null]"), ("b.[c, d[0]]", "[2,3]"),
                ("[[a], [b.c]]", "[[1],[2]]"),
                ("{z: a, y: b.c}", #"{"z":1,"y":2}"#), ("{a: missing}", #"{"a":null}"#),
                (#"{"long name": a}"#, #"{"long name":1}"#),
                ("b.{c: c, first: d[0]}", #"{"c":2,"first":3}"#), ("rows[*].[x, y]", "[[1,2],[3,null]]"),
                ("rows[].{x: x}", #"[{"x":1},{"x":3}]"#), ("rows[*].{x: x}.x", "null"), ("missing.[a]", "null"),
                ("n.{a: a}", "null"),
                ("missing | [a]", "null"), ("{a: a, a: b.c}", #"{"a":2}"#), ("[a, `1`, 'x', @.a]", #"[1,1,"x",1]"#),
                ("{a: a}.a", "1"),
                ("[a, b][0]", "1"), ("[a, b] | [0]", "1"), ("{s: sum(rows[].x), l: length(rows)}", #"{"s":4,"l":2}"#),
                ("{ a : [ a ] , b : { c : a } }", #"{"a":[1],"b":{"c":1}}"#),
            ]
        )
    )
    func `lists and objects are made, and end a projection`(_ finding: Finding) throws { try finding.check() }
}
