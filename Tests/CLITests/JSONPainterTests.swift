import Testing

@testable import CLI

struct JSONPainterTests {
    @Test func `what moves the cursor becomes an escape of JSON`() throws {
        let text = "{\"a\": \"\u{9B}2J\u{202E}\u{7F}\u{E0001}caf\u{E9}\"}\n"
        let harmless = JSONPainter.harmless(text)
        #expect(harmless == "{\"a\": \"\\u009b2J\\u202e\\u007f\\udb40\\udc01caf\u{E9}\"}\n")
        #expect(try json(harmless) == json(text))
    }

    @Test func `colours stand round names, strings and other values`() {
        let text = "{\n  \"a\\\"\": \"b: c\",\n  \"d\": [-1.5e3, null]\n}\n"
        let expected = """
            {
              \u{1B}[34m"a\\""\u{1B}[0m: \u{1B}[32m"b: c"\u{1B}[0m,
              \u{1B}[34m"d"\u{1B}[0m: [\u{1B}[36m-1.5e3\u{1B}[0m, \u{1B}[36mnull\u{1B}[0m]
            }

            """
        #expect(JSONPainter.coloured(text) == expected)
    }
}
