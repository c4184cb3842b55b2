import ArgumentParser
import HubModel
import JMESPath
import Testing

@testable import CLI

@Suite struct LogQueryTests {
    private static let answer = """
        {"columns":[{"name":"When","type":"datetime"},{"name":"caller","type":"string"},{"name":"n","type":"long"}],
        "rows":[["2027-01-15T08:00:00Z","",3],["2027-01-15T08:01:00Z","",null]]}
        """

    private func table(_ text: String) throws -> LogQueryTable {
        try LogQueryTable(try #require(JSONValue.read(Array(text.utf8))))
    }

    private func text(_ format: OutputFormat) throws -> String {
        let table = try table(Self.answer)
        let renderer = Renderer(format: format, isTerminal: false, usesColour: false)
        return renderer.text(.array(table.rows), shape: table.shape(isForTSV: format == .tsv))
    }

    @Test func `each row is an object`() throws {
        #expect(
            try text(.jsonl) == """
                {"When":"2027-01-15T08:00:00Z","caller":"","n":3}
                {"When":"2027-01-15T08:01:00Z","caller":"","n":null}

                """
        )
    }

    @Test func `a table has the columns in their order, but none that is empty in all rows`() throws {
        #expect(
            try text(.table) == """
                When                  n
                --------------------  -
                2027-01-15T08:00:00Z  3
                2027-01-15T08:01:00Z

                """
        )
    }

    @Test func `a program that counts columns finds them all`() throws {
        #expect(try text(.tsv) == "2027-01-15T08:00:00Z\t\t3\n2027-01-15T08:01:00Z\t\t\n")
    }

    @Test(arguments: ["{}", "[]", #"{"columns":[],"rows":[]}"#, #"{"columns":[{"name":"a"}],"rows":[[1,2]]}"#])
    func `an answer that is no table is told`(_ text: String) throws {
        let error = #expect(throws: HubError.self) { try table(text) }
        #expect(error?.code == .responseNotUnderstood)
    }

    @Test func `the arguments of a query are read`() throws {
        let words = ["log", "query", "AzureDiagnostics | count", "-n", "hub", "--timespan", "PT1H", "-o", "table"]
        let command = try #require(try DeviceStreamCommand.parseAsRoot(words) as? LogQuery)
        #expect(command.text == "AzureDiagnostics | count")
        #expect(command.timespan == .last(.seconds(3600)))
        #expect(OfflineRun(["log", "query", "x", "--timespan", "1h"]).status == .usage)
    }
}
