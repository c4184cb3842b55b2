import Testing

struct ListTests {
    @Test(
        arguments: Finding.all(
            of:
                #"{"foo":{"bar":["zero","one","two"]},"nest":[[["x","y"],["z"]],[]],"objects":[{"k":[5]},{"k":[6,7]}]}"#,
            [
                ("foo.bar[0]", #""zero""#), ("foo.bar[2]", #""two""#), ("foo.bar[3]", "null"),
                ("foo.bar[-1]", #""two""#),
                ("foo.bar[-3]", #""zero""#), ("foo.bar[-4]", "null"), ("foo.bar[ 1 ]", #""one""#), ("foo[0]", "null"),
                ("foo.bar[0][0]", "null"), ("nest[0][0][1]", #""y""#), ("nest[0][-1][0]", #""z""#),
                ("nest[1][0]", "null"),
                ("objects[1].k[0]", "6"), ("foo.bar[99999999999999999999]", "null"),
                ("foo.bar[-99999999999999999999]", "null"),
                ("foo.bar[-0]", #""zero""#), ("foo.bar | [1]", #""one""#), ("missing[0]", "null"),
            ]
        )
    )
    func `an index takes one element`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: "[0,1,2,3,4,5,6,7,8,9]",
            [
                ("[0:3]", "[0,1,2]"), ("[:3]", "[0,1,2]"), ("[7:]", "[7,8,9]"), ("[:]", "[0,1,2,3,4,5,6,7,8,9]"),
                ("[::]", "[0,1,2,3,4,5,6,7,8,9]"), ("[-3:]", "[7,8,9]"), ("[:-8]", "[0,1]"), ("[2:8:2]", "[2,4,6]"),
                ("[::3]", "[0,3,6,9]"), ("[::-1]", "[9,8,7,6,5,4,3,2,1,0]"), ("[::-4]", "[9,5,1]"),
                ("[8:2:-3]", "[8,5]"),
                ("[2:8:-1]", "[]"), ("[5:5]", "[]"), ("[6:2]", "[]"), ("[50:]", "[]"), ("[:50:9]", "[0,9]"),
                ("[-50:2]", "[0,1]"), ("[50:6:-1]", "[9,8,7]"), ("[:-50:-9]", "[9,0]"), ("[3:-50:-1]", "[3,2,1,0]"),
                ("[:2:]", "[0,1]"), ("[1::]", "[1,2,3,4,5,6,7,8,9]"), ("[::99999999999999999999]", "[0]"),
                ("[::-99999999999999999999]", "[9]"), ("[ 1 : 3 ]", "[1,2]"), ("[0:99999999999999999999:5]", "[0,5]"),
            ]
        )
    )
    func `a slice is Python's`(_ finding: Finding) throws { try finding.check() }

    @Test(
        arguments: Finding.all(
            of: #"{"rows":[{"a":1},{"a":2},{"b":3}],"text":"abc","nest":[[1,2,3],[4,5,6]],"deep":[[{"a":1},{"a":2}]]}"#,
            [
                ("rows[:2].a", "[1,2]"), ("rows[:].a", "[1,2]"), ("rows[1:].b", "[3]"), ("rows[:2].a[0]", "[]"),
                ("rows[:2].a | [0]", "1"), ("text[0:1]", "null"), ("missing[0:1]", "null"), ("nest[:][0]", "[1,4]"),
                ("nest[:][:1]", "[[1],[4]]"), ("nest[:].[@[0],@[-1]]", "[[1,3],[4,6]]"), ("deep[0][1:].a", "[2]"),
            ]
        )
    )
    func `a slice is a projection`(_ finding: Finding) throws { try finding.check() }

    @Test(arguments: 1...20)
    func `a slice of any bounds takes what a walk would take`(_ count: Int) throws {
        let list = Array(0..<count)
        for start in -3...count + 2 {
            for stop in -3...count + 2 {
                let from = max(start < 0 ? start + count : start, 0)
                let to = min(stop < 0 ? stop + count : stop, count)
                let expected = list.filter { $0 >= from && $0 < to }
                let found = try Finding.find("[\(start):\(stop)]", in: "\(list)")
                #expect(found == "[" + expected.map(String.init).joined(separator: ",") + "]")
            }
        }
    }
}
