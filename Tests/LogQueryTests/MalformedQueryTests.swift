import HubModel
import LogQuery
import Testing

/// What is not understood is told with its place.
@Suite struct MalformedQueryTests {
    private static let now = Timestamp(seconds: 1_800_000_000)

    static func problem(_ text: String) -> HubError? {
        do throws(HubError) {
            _ = try LogPlan(parsing: text, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", 1, 1, "the table is missing"),
        ("AzureMetrics | count", 1, 1, "there is no table 'AzureMetrics'"),
        ("AzureDiagnostics count", 1, 18, "'count' is not supported here"),
        ("AzureDiagnostics |", 1, 19, "an operator is missing"),
        ("AzureDiagnostics | | count", 1, 20, "'|' is no operator"),
        ("AzureDiagnostics | extend a = 1", 1, 20, "'extend' is not supported"),
        ("AzureDiagnostics | join X", 1, 20, "the operator 'join' is not supported"),
        ("AzureDiagnostics | Where true", 1, 20, "'Where' is not an operator"),
        ("AzureDiagnostics\n| where\n  category == 'a'", 3, 3, "there is no column 'category' here"),
        ("AzureDiagnostics | where Category = 'a'", 1, 35, "'=' gives names"),
        ("AzureDiagnostics | where Category == 5", 1, 35, "a string is not compared with a long"),
        ("AzureDiagnostics | where DurationMs == '5'", 1, 37, "a long is not compared with a string"),
        ("AzureDiagnostics | where TimeGenerated > '2026-11-26'", 1, 40, "a datetime is not compared with a string"),
        ("AzureDiagnostics | where Category < 'a'", 1, 35, "strings are not compared by '<'"),
        ("AzureDiagnostics | where DurationMs contains '5'", 1, 37, "'contains' compares strings"),
        ("AzureDiagnostics | where DurationMs in ('a')", 1, 41, "a long is not compared with a string"),
        ("AzureDiagnostics | where Category in ()", 1, 39, "')' is no value"),
        ("AzureDiagnostics | where Category", 1, 26, "'Category' is a string, and a condition stands here"),
        ("AzureDiagnostics | where Category == 'a", 1, 38, "the text has no end"),
        ("AzureDiagnostics | where Category == 'a\nb'", 1, 38, "the text has no end"),
        (#"AzureDiagnostics | where Category == 'a\q'"#, 1, 40, #"'\q' is not an escape"#),
        (#"AzureDiagnostics | where Category == '\u0000'"#, 1, 39, #"'\u' is not an escape"#),
        ("AzureDiagnostics | where DurationMs > 5x", 1, 40, "'5x' is no number and no span of time"),
        ("AzureDiagnostics | where DurationMs > 99999999999999999999", 1, 39, "is too large"),
        ("AzureDiagnostics | where TimeGenerated > ago(99999999d)", 1, 46, "is too large"),
        ("AzureDiagnostics | where TimeGenerated > ago(5)", 1, 46, "'ago' takes a span of time"),
        ("AzureDiagnostics | where TimeGenerated > ago(9999999d)", 1, 46, "'ago' takes a span of time"),
        ("AzureDiagnostics | where TimeGenerated > datetime(2026-13-01)", 1, 42, "'2026-13-01' is no time"),
        ("AzureDiagnostics | where TimeGenerated > datetime(2026-11-26", 1, 42, "is not closed"),
        ("AzureDiagnostics | where DurationMs + 1 > 5", 1, 37, "arithmetic is not supported"),
        ("AzureDiagnostics | where (Category == 'a'", 1, 42, "')' is missing"),
        ("AzureDiagnostics | where tolower(Category) == 'a'", 1, 26, "the function 'tolower' is not supported here"),
        ("AzureDiagnostics | where properties_s.deviceId == 'a'", 1, 38, "a path into a column is not supported"),
        ("AzureDiagnostics | where isnull(Category)", 1, 33, "a string is never null"),
        ("AzureDiagnostics | where Category !foo 'a'", 1, 35, "the operator '!foo' is not supported"),
        ("AzureDiagnostics | where DurationMs between (1, 2)", 1, 47, "'..' is missing"),
        (
            "AzureDiagnostics | where (Category == 'a') == DurationMs", 1, 44,
            "conditions are compared with true and false"
        ),
        ("AzureDiagnostics | project Nothing", 1, 28, "there is no column 'Nothing' here"),
        ("AzureDiagnostics | project Level, Level", 1, 35, "there are two columns 'Level'"),
        ("AzureDiagnostics | project a = 5", 1, 32, "'5' is no column"),
        ("AzureDiagnostics | project Level | where Category == 'a'", 1, 42, "there is no column 'Category' here"),
        ("AzureDiagnostics | summarize Count() by Level", 1, 30, "the aggregation 'Count' is not supported"),
        ("AzureDiagnostics | summarize percentile(DurationMs, 95)", 1, 30, "'percentile' is not supported"),
        ("AzureDiagnostics | summarize sum(Level)", 1, 34, "'sum' takes numbers"),
        ("AzureDiagnostics | summarize count() by bin(Level, 5m)", 1, 45, "'bin' takes times and whole numbers"),
        ("AzureDiagnostics | summarize count() by bin(TimeGenerated, 5)", 1, 60, "times are put in bins of a span"),
        ("AzureDiagnostics | summarize count() by bin(TimeGenerated, 0s)", 1, 60, "of a span above 0"),
        ("AzureDiagnostics | summarize Level = count() by Level", 1, 49, "there are two columns 'Level'"),
        ("AzureDiagnostics | order TimeGenerated", 1, 26, "'by' is missing after 'order'"),
        ("AzureDiagnostics | order by sum(count)", 1, 29, "the function 'sum' is not supported here"),
        ("AzureDiagnostics | take", 1, 24, "a number of rows is missing"),
        ("AzureDiagnostics | take -5", 1, 25, "a number of rows is missing; there is '-'"),
        ("AzureDiagnostics | take 5h", 1, 25, "a number of rows is missing; there is '5h'"),
        ("AzureDiagnostics | distinct *", 1, 29, "'distinct *' is not supported"),
        ("AzureDiagnostics; AzureDiagnostics", 1, 19, "only one query at a time"),
        ("AzureDiagnostics | where Category == `a`", 1, 38, "the character '`' is not supported"),
        ("AzureDiagnostics | where Category == \u{1B}[31m", 1, 38, "the character '\\u{1B}' is not supported"),
    ])
    func `a query that is not understood says where`(_ text: String, _ line: Int, _ column: Int, _ words: String) throws
    {
        let error = try #require(Self.problem(text), "\(text) was understood")
        #expect(error.code == .argumentInvalid)
        #expect(error.target == "query")
        #expect(error.message.hasSuffix(", at line \(line), column \(column)."), "\(text): \(error.message)")
        #expect(error.message.contains(words), "\(text): \(error.message)")
    }

    @Test func `a mark stands below the place`() throws {
        let error = try #require(Self.problem("AzureDiagnostics\n| where Category = 'a'\n| count"))
        #expect(
            error.hint == """
                | where Category = 'a'
                                 ^
                Values are compared with '=='.
                """
        )
    }

    @Test func `of a long line the part around the place is shown`() throws {
        let filler = String(repeating: "Category == 'a' or ", count: 20)
        let error = try #require(Self.problem("AzureDiagnostics | where \(filler)Levl == 'b' or \(filler)true"))
        let lines = try #require(error.hint).split(separator: "\n")
        #expect(lines[0].hasPrefix("...") && lines[0].hasSuffix("..."))
        #expect(lines[0].count <= 80)
        let mark = lines[1].count - 1
        #expect(lines[0].dropFirst(mark).hasPrefix("Levl"))
    }

    @Test func `a column that differs in case alone is suggested`() throws {
        let error = try #require(Self.problem("AzureDiagnostics | project DeviceId"))
        #expect(error.hint?.hasSuffix("It is written: deviceId") == true)
    }

    @Test(arguments: [
        ("brackets", String(repeating: "(", count: 5000)),
        ("nots", String(repeating: "not(", count: 1500)),
        ("operators", "true" + String(repeating: "| count", count: 1000)),
        ("comparisons", String(repeating: "Level=='a'or ", count: 600)),
        ("values", "Level in (" + String(repeating: "'',", count: 2000) + "'')"),
        ("bytes", String(repeating: " ", count: 10_000)),
    ])
    func `a query that is too much is refused`(_ what: String, _ condition: String) throws {
        #expect(Self.problem("AzureDiagnostics | where " + condition)?.target == "query", "\(what)")
    }

    @Test func `every prefix of a query is understood or refused with a place in it`() throws {
        let query = """
            AzureDiagnostics | where Category in~ ('DeviceStreams', @"a""b", "c\\\"d\\u00e4") and not(isempty(streamId))
            | where TimeGenerated between (ago(1h) .. now() - 1m) or DurationMs !between (1 .. 2.5) // why
            | summarize n = count(), countif(Level == "Error"), dcount(deviceId) by bin(TimeGenerated, 5m), ResultType
            | top 5 by n desc nulls last | project When = TimeGenerated, n | sort by n asc | take 3;
            """
        #expect(Self.problem(query) == nil)
        for length in 0..<query.count {
            guard let error = Self.problem(String(query.prefix(length))) else { continue }
            #expect(error.message.contains(", at line "), "\(length): \(error.message)")
        }
    }
}
