import Testing

@testable import CLI

struct TSVTests {
    @Test(arguments: [
        ("[\"a\",\"b\"]", "a\nb\n"), ("\"x\"", "x\n"), ("5", "5\n"), ("true", "true\n"), ("[]", ""),
        ("[true,null]", "true\nNone\n"), ("{\"b\":true,\"a\":null,\"c\":false}", "True\tNone\tFalse\n"),
        ("[{\"a\":1,\"b\":[1,2],\"c\":{\"d\":1}},{\"a\":2,\"b\":[],\"c\":{}}]", "1\t2\t\n2\t0\t\n"),
        ("[[\"a\",1],[\"b\",2]]", "a\t1\nb\t2\n"),
    ])
    func `values stand as az prints them`(_ text: String, _ expected: String) throws {
        #expect(TSVWriter.text(try json(text)) == expected)
    }

    @Test func `a row is one line whatever is in it`() throws {
        let value = try json("[{\"a\":\"x\\ty\\nz\\u001b[2J\",\"b\":\"\\u202e\"}]")
        #expect(TSVWriter.text(value) == "x\\ty\\nz\\u{1B}[2J\t\\u{202E}\n")
    }

    @Test func `a shape has its columns only`() throws {
        let shape = TableShape(rowsAt: ["value"], [.init("A", "a"), .init("C", "b", "c")], isForTSV: true)
        let value = try json("{\"value\":[{\"a\":\"1\",\"b\":{\"c\":[\"x\",\"y\"]},\"z\":0},{\"a\":\"2\"}]}")
        #expect(TSVWriter.text(value, shape: shape) == "1\tx, y\n2\t\n")
    }
}
