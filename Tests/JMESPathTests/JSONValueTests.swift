import Testing

@testable import JMESPath

struct JSONValueTests {
    @Test func `accessors give what is there and nothing else`() throws {
        let value = try json(#"{"b":[1,"x"],"a":{"n":null,"t":true},"s":"text"}"#)
        #expect(value.members?.map(\.0) == ["a", "b", "s"])
        #expect(value.orderedMembers?.map(\.0) == ["b", "a", "s"])
        #expect(value["b"]?.elements?.count == 2)
        #expect(value["b"]?["x"] == nil)
        #expect(value["s"]?.stringValue == "text")
        #expect(value["s"]?.elements == nil)
        #expect(value["a"]?["t"]?.boolValue == true)
        #expect(value["a"]?["n"]?.isNull == true)
        #expect(value["missing"] == nil)
        #expect(value.stringValue == nil)
        #expect(value.isNull == false)
        #expect(value.at(["a", "t"]) == .bool(true))
        #expect(value.at([]) == value)
        #expect(value.at(["a", "x", "y"]) == nil)
    }

    @Test(arguments: [
        ("1.50", "1.50"), ("true", "true"), ("null", "null"), (#""a\nb""#, "a\nb"), ("[1]", ""), ("{}", ""),
    ])
    func `scalars have a text without quotes`(_ text: String, _ expected: String) throws {
        #expect(try json(text).scalarText == expected)
    }

    @Test func `an object that is made keeps its order and the last of one name`() {
        let value = JSONValue.make([("b", .bool(true)), ("a", .null), ("b", .string("x"))])
        #expect(value.orderedMembers?.map(\.0) == ["b", "a"])
        #expect(value["b"] == .string("x"))
        #expect(value.compactText == #"{"a":null,"b":"x"}"#)
    }

    @Test(arguments: [
        ("1", "1.0", true), ("1", "true", false), ("0", "false", false), ("0", "null", false), ("1e2", "100", true),
        ("1", "\"1\"", false), ("[]", "{}", false),
        ("[1,2]", "[2,1]", false), ("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true),
        ("{\"a\":1}", "{\"a\":1,\"b\":2}", false),
        ("{\"a\":1}", "{\"b\":1}", false), ("\"\u{E9}\"", "\"e\u{301}\"", false), ("[[{}]]", "[[{}]]", true),
        ("100000000000000000000000000000000000000000", "1e41", true),
    ])
    func `values are equal by value`(_ left: String, _ right: String, _ expected: Bool) throws {
        #expect((try json(left) == json(right)) == expected)
        #expect((try json(right) == json(left)) == expected)
    }

    @Test func `a whole number has its text`() {
        #expect(JSONNumber(-5).text == "-5")
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(0.5)?.text == "0.5")
    }
}
