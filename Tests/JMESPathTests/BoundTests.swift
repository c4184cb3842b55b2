import JMESPath
import Testing

/// Long and deep things: nothing of them may reach the end of the stack, or take the square of its length.
@Suite(.timeLimit(.minutes(1)))
struct BoundTests {
    @Test(arguments: [
        ("(", ")"), ("[", "]"), ("{a:", "}"), ("!", ""), ("a[?", "]"), ("not_null(", ")"), ("map(&", ",@)"),
        ("a.[", "]"), ("*.", ""), ("!(", ")"), ("{a:[", "]}"), ("a || (", ")"), ("a == (", ")"),
    ])
    func `what nests too deep is refused`(_ opening: String, _ closing: String) throws {
        for count in [300, 20_000] {
            let expression = String(repeating: opening, count: count) + "a" + String(repeating: closing, count: count)
            #expect(try Finding.error(of: expression)?.kind == .syntax)
            #expect(try Finding.error(of: String(repeating: opening, count: count))?.kind == .syntax)
        }
    }

    @Test(arguments: ["[]", "[*]", "[?a]", "[0:]", "==a", "<a", ".*"])
    func `what grows to the left without end is refused`(_ suffix: String) throws {
        let error = try #require(try Finding.error(of: "a" + String(repeating: suffix, count: 20_000)))
        #expect(error.kind == .syntax)
        #expect(error.message == "The expression is nested deeper than 256 levels.")
    }

    @Test(arguments: [
        ("(", ")", 200, "1"), ("[", "]", 200, nil), ("!", "", 200, "true"), ("{a:", "}", 200, nil),
        ("not_null(", ")", 200, "1"), ("to_array(", ")", 200, "[1]"),
    ])
    func `two hundred levels are taken`(
        _ opening: String,
        _ closing: String,
        _ count: Int,
        _ expected: String?
    ) throws {
        let expression = String(repeating: opening, count: count) + "@" + String(repeating: closing, count: count)
        let found = try Finding.find(expression, in: "1")
        if let expected { #expect(found == expected) } else { #expect(found.utf8.count > 2 * count) }
    }

    @Test(arguments: [
        (".a", "null"), (" || a", "null"), (" && a", "null"), (" | a", "null"), ("[0]", "null"),
        (" || `1` && a", "null"), (" || a == b", "true"),
    ])
    func `a chain may be as long as it likes`(_ link: String, _ expected: String) throws {
        try Finding("a" + String(repeating: link, count: 20_000), "{}", expected).check()
    }

    @Test func `a result cannot become too deep to be written`() throws {
        let pipe = Array(repeating: "[@]", count: 512).joined(separator: " | ")
        let document = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        let expected = String(repeating: "[", count: 1024) + String(repeating: "]", count: 1024)
        try Finding(pipe, document, expected).check()
        let error = try #require(try Finding.error(of: pipe + " | [@]", in: document))
        #expect(error.message == "The expression makes more than 512 lists and objects.")
    }

    @Test func `a hundred thousand rows are filtered, sorted and summed`() throws {
        let rows = (0..<100_000).map {
            "{\"deviceId\":\"d\($0)\",\"status\":\"\($0 % 3 == 0 ? "on" : "off")\",\"n\":\(99_999 - $0)}"
        }
        let document = try json("[" + rows.joined(separator: ",") + "]")
        let expected = [
            ("[?status == 'on' && starts_with(deviceId, 'd9')].n | length(@)", "3707"),
            ("sort_by(@, &n)[0].deviceId", #""d99999""#), ("sum([].n)", "4999950000"),
            ("sort([].deviceId) | [-1]", #""d99999""#),
        ]
        for (expression, result) in expected {
            #expect(try Expression(expression).result(of: document).compactText == result)
        }
    }
}
