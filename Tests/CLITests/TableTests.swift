import Testing

@testable import CLI

struct TableTests {
    private func table(_ text: String, _ shape: TableShape? = nil) throws -> String {
        let value = try json(text)
        return TableWriter.text(value, shape: shape ?? .fitting(value))
    }

    @Test func `columns are as wide as their widest cell`() throws {
        let expected = """
            Name    State
            ------  -------
            a       active
            longer  retired

            """
        let text = "[{\"name\":\"a\",\"state\":\"active\"},{\"name\":\"longer\",\"state\":\"retired\"}]"
        #expect(try table(text) == expected)
    }

    @Test func `wide characters take two columns`() throws {
        #expect(try table("[{\"a\":\"\u{65E5}\u{672C}\",\"b\":1}]") == "A     B\n----  -\n\u{65E5}\u{672C}  1\n")
    }

    @Test func `a value that some row has is shown`() throws {
        let text = "[{\"a\":1},{\"b\":{\"x\":[1,2],\"y\":null}},{\"c\":null}]"
        #expect(try table(text) == "A  B\n-  ----------\n1\n   x=1, 2, y=\n\n")
    }

    @Test func `a page has the rows of its value`() throws {
        #expect(try table("{\"value\":[{\"a\":\"x\"}],\"nextLink\":\"https://h/\"}") == "A\n-\nx\n")
    }

    @Test func `bare values stand under Result`() throws {
        #expect(try table("[\"a\",\"b\"]") == "Result\n------\na\nb\n")
        #expect(try table("true") == "Result\n------\ntrue\n")
    }

    @Test func `rows that are lists have numbered columns`() throws {
        let cells = (1...11).map(String.init)
        let text = try table("[[\(cells.joined(separator: ","))]]")
        let titles = try #require(text.split(separator: "\n").first)
        #expect(titles.split(separator: " ").map(String.init) == cells.map { "Column" + $0 })
    }

    @Test func `an empty list has titles where they are known`() throws {
        #expect(try table("[]") == "")
        #expect(try table("[]", DeviceCommand.shape).hasPrefix("DeviceId  Status"))
    }

    @Test func `nothing in a cell moves the cursor`() throws {
        let text = try table("[{\"\\u001bn\":\"\\u001b[31m\\n\\u202e\"}]")
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value < 0x7F })
    }
}
