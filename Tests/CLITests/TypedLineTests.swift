import Testing

@testable import CLI

@Suite struct TypedLineTests {
    private func typed(_ text: String) -> (line: String, action: TypedLine.ReceivedAction) {
        var line = TypedLine()
        var action = TypedLine.ReceivedAction.read
        for byte in text.utf8 where action == .read { action = line.received(byte) }
        return (String(decoding: line.bytes, as: UTF8.self), action)
    }

    @Test(arguments: ["\n", "\r", "\u{4}"])
    func `a line ends as in a terminal`(_ end: String) {
        let result = typed("dst_a" + end + "b")
        #expect(result.line == "dst_a")
        #expect(result.action == .end)
    }

    @Test(arguments: ["\u{3}", "\u{1C}"])
    func `an interrupt does not wait for the end of the line`(_ key: String) {
        #expect(typed("dst_a" + key).action == .interrupt)
    }

    @Test func `what was mistyped can be taken back`() {
        #expect(typed("dst_aä\u{7F}b\n").line == "dst_ab")
        #expect(typed("\u{8}wrong\u{15}dst_a\n").line == "dst_a")
    }

    @Test func `a line that does not end is bounded`() {
        let result = typed(String(repeating: "a", count: TypedLine.maximumBytes + 10))
        #expect(result.line.utf8.count == TypedLine.maximumBytes)
        #expect(result.action == .end)
    }
}
