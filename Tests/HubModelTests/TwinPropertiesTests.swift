import HubModel
import Testing

@Suite struct TwinPropertiesTests {
    private static let start = Timestamp(seconds: 1_800_000_000)
    private static let later = Timestamp(seconds: 1_800_000_060)

    private static func object(_ text: String) throws -> JSONObject {
        try RestJSON.decode(JSONObject.self, from: text.utf8)
    }

    private static func text(_ object: JSONObject) throws -> String {
        String(decoding: try RestJSON.encode(object), as: UTF8.self)
    }

    @Test func `a patch merges objects, replaces all else and removes what is null`() throws {
        var twin = TwinProperties(at: Self.start)
        twin.merge(try Self.object(#"{"a":{"b":1,"c":[1,2]},"d":"x","e":true}"#), at: Self.start, showsVersion: true)
        twin.merge(
            try Self.object(#"{"a":{"b":null,"c":[3],"n":{"z":null}},"d":{"o":1.5},"e":null,"f":null}"#),
            at: Self.later,
            showsVersion: true
        )
        #expect(try Self.text(twin.plain) == #"{"$version":3,"a":{"c":[3],"n":{}},"d":{"o":1.5}}"#)
    }

    @Test func `each value says when it was written, and so does all above it`() throws {
        var twin = TwinProperties(at: Self.start)
        twin.merge(try Self.object(#"{"a":{"b":1,"c":2}}"#), at: Self.start, showsVersion: true)
        twin.merge(try Self.object(#"{"a":{"c":3}}"#), at: Self.later, showsVersion: true)
        let old = ##"{"$lastUpdated":"2027-01-15T08:00:00Z","$lastUpdatedVersion":2}"##
        let new = ##""$lastUpdated":"2027-01-15T08:01:00Z","$lastUpdatedVersion":3"##
        #expect(try Self.text(twin.metadata) == "{\(new),\"a\":{\(new),\"b\":\(old),\"c\":{\(new)}}}")
        var reported = TwinProperties(at: Self.start)
        reported.merge(["x": .null], at: Self.later, showsVersion: false)
        #expect(try Self.text(reported.metadata) == ##"{"$lastUpdated":"2027-01-15T08:01:00Z"}"##)
        #expect(reported.version == 2)
    }

    @Test(arguments: [
        (#"{"a":1,"b":{"c":1,"d":2},"e":[1]}"#, #"{"b":{"c":1,"x":3},"e":[1,2],"f":"n"}"#),
        (#"{"a":{"b":{"c":1}}}"#, #"{"a":{"b":2}}"#), (#"{"a":1}"#, "{}"), ("{}", #"{"a":{"b":{}}}"#),
        (#"{"a":{"b":1}}"#, #"{"a":{"b":1}}"#),
    ])
    func `after a replacement the patch leads from the old values to the new`(old: String, new: String) throws {
        var before = TwinProperties(at: Self.start)
        before.merge(try Self.object(old), at: Self.start, showsVersion: true)
        var after = before
        after.replace(with: try Self.object(new), at: Self.later, showsVersion: true)
        #expect(after.values == (try Self.object(new)))
        #expect(after.version == 3)
        var device = before
        device.merge(after.patch(from: before), at: Self.later, showsVersion: true)
        #expect(device.values == after.values)
    }

    @Test(arguments: [
        #"{"a b":1}"#, #"{"a.b":1}"#, #"{"$a":1}"#, #"{"":1}"#, #"{"x":{"y$":1}}"#, #"{"x":[{"a.b":1}]}"#,
        #"{"a\u0007":1}"#, #"{"a\u0085":1}"#, #"{"n":4503599627370496}"#, #"{"n":-4503599627370497}"#,
    ])
    func `names and numbers that no twin may hold`(document: String) throws {
        let error = try #require(throws: HubError.self) {
            try TwinRules.check(Self.object(document), part: TwinRules.desiredPart)
        }
        #expect(error.code == .argumentInvalid)
        #expect(error.target?.hasPrefix(TwinRules.desiredPart) == true)
    }

    @Test func `texts, names and depth have bounds`() throws {
        func check(_ document: JSONObject) throws { try TwinRules.check(document, part: TwinRules.tagsPart) }
        try check(["a": .string(String(repeating: "x", count: 4096))])
        #expect(throws: HubError.self) { try check(["a": .string(String(repeating: "x", count: 4097))]) }
        try check([String(repeating: "k", count: 1024): .null])
        #expect(throws: HubError.self) { try check([String(repeating: "k", count: 1025): .null]) }
        func nested(_ depth: Int) -> JSONObject {
            depth == 0 ? ["p": .integer(1)] : ["o": .object(nested(depth - 1))]
        }
        try check(nested(10))
        #expect(throws: HubError.self) { try check(nested(11)) }
    }

    @Test func `a document may not grow above its bound, and a large one may shrink`() throws {
        func object(_ count: Int) -> JSONObject {
            Dictionary(
                uniqueKeysWithValues: (0..<count).map { ("k\($0 + 1000)", .string(String(repeating: "x", count: 95))) }
            )
        }
        // 5 bytes of name and 95 of text.
        #expect(TwinRules.bytes(of: .object(object(10))) == 1000)
        try TwinRules.check(size: object(81), insteadOf: [:], part: TwinRules.tagsPart)
        #expect(throws: HubError.self) {
            try TwinRules.check(size: object(82), insteadOf: [:], part: TwinRules.tagsPart)
        }
        try TwinRules.check(size: object(82), insteadOf: object(83), part: TwinRules.tagsPart)
        try TwinRules.check(size: object(327), insteadOf: [:], part: TwinRules.reportedPart)
        #expect(throws: HubError.self) {
            try TwinRules.check(size: object(328), insteadOf: object(327), part: TwinRules.reportedPart)
        }
    }

    @Test func `JSON of others comes back as it was, and deep nesting is refused`() throws {
        let text = #"{"a":[1,-2,2.5,null,true,"ü\n",{}],"b":{"c":9007199254740993}}"#
        #expect(try Self.text(Self.object(text)) == text)
        for depth in [100, 100_000] {
            let deep = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
            #expect(throws: HubError.self) { try Self.object(deep) }
            let list = "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
            #expect(throws: HubError.self) { try Self.object(list) }
        }
    }
}
