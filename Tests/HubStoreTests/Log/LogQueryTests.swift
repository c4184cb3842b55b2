import HubModel
import LogQuery
import Testing

@testable import HubStore

/// Queries and their answers.
@Suite struct LogQueryTests {
    private static let sumFromDevice = (0..<30).filter { $0 % 3 == 2 }.reduce(0) { $0 + $1 * 100 }

    @Test(arguments: [
        ("| count", "[[30]]"),
        ("| where Category == 'DeviceStreams' | count", "[[20]]"),
        ("| where Category == 'devicestreams' | count", "[[0]]"),
        ("| where Category =~ 'devicestreams' | count", "[[20]]"),
        ("| where Category !~ 'devicestreams' | count", "[[10]]"),
        ("| where 'Success' == ResultType | count", "[[25]]"),
        ("| where true | count", "[[30]]"),
        ("| where (Level == 'Warning') == false | count", "[[25]]"),
        ("| where Level == 'Warning' or Category == 'Connections' and DurationMs > 0 | count", "[[5]]"),
        ("| where (Level == 'Warning' or Category == 'Connections') and DurationMs > 0 | count", "[[5]]"),
        ("| where not(Level == 'Warning' or Category == 'Connections') | count", "[[15]]"),
        // Lists.
        ("| where ResultType in ('Success', 'Other') | count", "[[25]]"),
        ("| where ResultType in ('success') | count", "[[0]]"),
        ("| where ResultType in~ ('SUCCESS') | count", "[[25]]"),
        ("| where ResultType !in ('Success') | count", "[[5]]"),
        ("| where ResultType !in~ ('SUCCESS', \"x\") | count", "[[5]]"),
        ("| where reason in~ ('gröben') | count", "[[1]]"),
        ("| where streamId in ('', 'x') | count", "[[15]]"),
        ("| where statusCode in (404, 500) | count", "[[5]]"),
        ("| where statusCode !in (404, 500) | count", "[[25]]"),
        // Times.
        ("| where TimeGenerated > ago(5m) | count", "[[4]]"),
        ("| where TimeGenerated >= ago(5m) | count", "[[5]]"),
        ("| where TimeGenerated between (ago(10m) .. 5m) | count", "[[6]]"),
        ("| where TimeGenerated !between (ago(10m) .. now()) | count", "[[20]]"),
        (
            "| where TimeGenerated < datetime(2027-01-15 08:02) | project TimeGenerated | order by TimeGenerated asc",
            #"[["2027-01-15T08:00:00Z"],["2027-01-15T08:01:00Z"]]"#
        ),
        // Numbers, and what has no value.
        ("| where DurationMs between (250 .. 2000.5) | count", "[[3]]"),
        ("| where DurationMs >= 28000 | project DurationMs", "[[29000]]"),
        ("| where statusCode == 404 | count", "[[5]]"),
        ("| where statusCode != 404 | count", "[[25]]"),
        ("| where not(statusCode == 404) | count", "[[25]]"),
        ("| where not(statusCode != 404) | count", "[[5]]"),
        ("| where statusCode > 100 | count", "[[5]]"),
        ("| where not(statusCode > 100) | count", "[[0]]"),
        ("| where isnull(statusCode) | count", "[[25]]"),
        ("| where isnotnull(statusCode) | count", "[[5]]"),
        ("| where bytesFromDevice == bytesFromService | count", "[[0]]"),
        ("| where bytesFromDevice != bytesFromService | count", "[[10]]"),
        ("| where not(bytesFromDevice == bytesFromService) | count", "[[10]]"),
        ("| where not(bytesFromDevice != bytesFromService) | count", "[[0]]"),
        ("| where isempty(streamId) | count", "[[15]]"),
        ("| where isnotempty(streamId) | count", "[[15]]"),
        ("| where streamId == '' | count", "[[15]]"),
        ("| where '' != streamId | count", "[[15]]"),
        ("| where streamId != 'x' | count", "[[30]]"),
        ("| where not(streamId == 'x') | count", "[[30]]"),
        ("| where streamId == caller | count", "[[10]]"),
        // Texts.
        ("| where reason contains 'gröben' | count", "[[2]]"),
        ("| where reason contains_cs 'Gröben' | count", "[[1]]"),
        ("| where reason !contains 'STOP' | count", "[[29]]"),
        ("| where reason contains '%' | count", "[[1]]"),
        ("| where reason contains '_' | count", "[[0]]"),
        ("| where reason contains '' | count", "[[30]]"),
        ("| where reason has 'stop' | count", "[[1]]"),
        ("| where reason has 'IT NOW' | count", "[[1]]"),
        ("| where reason has_cs 'IT' | count", "[[0]]"),
        ("| where reason has 'top' | count", "[[0]]"),
        ("| where reason has '471' | count", "[[0]]"),
        ("| where reason has 'GRÖBEN' | count", "[[2]]"),
        ("| where reason !has 'stop' | count", "[[29]]"),
        ("| where reason startswith 'STOP' | count", "[[1]]"),
        ("| where reason startswith_cs 'STOP' | count", "[[0]]"),
        ("| where reason startswith 'it' | count", "[[0]]"),
        ("| where reason endswith '4711' | count", "[[1]]"),
        ("| where reason endswith 'of IT' | count", "[[1]]"),
        ("| where reason endswith '' | count", "[[30]]"),
        ("| where reason !endswith '4711' | count", "[[29]]"),
        ("| where trackingId endswith caller | count", "[[20]]"),
        ("| where properties_s contains '\"statusCode\":404' | count", "[[5]]"),
        // Groups.
        ("| summarize count() by ResultType", #"[["DeviceNotOnline",5],["Success",25]]"#),
        (
            "| where Category == 'DeviceStreams' and TimeGenerated > ago(1h) | summarize count() by ResultType | take 20",
            #"[["DeviceNotOnline",5],["Success",15]]"#
        ),
        (
            "| summarize sum(bytesFromDevice), avg(bytesFromService), min(DurationMs), max(TimeGenerated)",
            "[[\(sumFromDevice),17,0,\"2027-01-15T08:29:00Z\"]]"
        ),
        (
            "| summarize dcount(deviceId), countif(Level == 'Warning'), min(caller), max(caller), dcount(statusCode)",
            #"[[4,5,"","token:laptop",1]]"#
        ),
        ("| where false | summarize count(), sum(DurationMs), avg(DurationMs), max(caller)", #"[[0,0,null,""]]"#),
        ("| where false | summarize count() by Level", "[]"),
        ("| summarize by Level", #"[["Information"],["Warning"]]"#),
        (
            "| summarize n = count() by bin(TimeGenerated, 10m)",
            #"[["2027-01-15T08:00:00Z",10],["2027-01-15T08:10:00Z",10],["2027-01-15T08:20:00Z",10]]"#
        ),
        ("| summarize count() by bin(TimeGenerated, 7d)", #"[["2027-01-11T00:00:00Z",30]]"#),
        ("| summarize count() by bin(DurationMs, 10000)", "[[0,23],[10000,3],[20000,4]]"),
        ("| summarize count() by bin(statusCode, 100) | order by statusCode asc", "[[null,25],[400,5]]"),
        (
            "| distinct Category, Level",
            #"[["Connections","Information"],["DeviceStreams","Information"],["DeviceStreams","Warning"]]"#
        ),
        // Order, and rows that are cut off.
        ("| take 2 | project TimeGenerated", #"[["2027-01-15T08:29:00Z"],["2027-01-15T08:28:00Z"]]"#),
        ("| top 2 by DurationMs | project DurationMs", "[[29000],[26000]]"),
        ("| top 2 by TimeGenerated asc | project sequence", "[[1],[2]]"),
        ("| sort by DurationMs asc, TimeGenerated desc | take 1 | project sequence", "[[28]]"),
        ("| order by statusCode asc | take 1 | project statusCode", "[[null]]"),
        ("| order by statusCode | take 1 | project statusCode", "[[404]]"),
        ("| order by statusCode asc nulls last | take 1 | project statusCode", "[[404]]"),
        ("| order by statusCode desc nulls first | take 1 | project statusCode", "[[null]]"),
        ("| order by caller asc | take 1 | project caller", #"[[""]]"#),
        ("| take 0", "[]"),
        ("| take 3 | take 5 | count", "[[3]]"),
        ("| take 10 | where Category == 'Connections' | count", "[[3]]"),
        ("| take 10 | where Category == 'Connections' | project sequence", "[[28],[25],[22]]"),
        ("| top 10 by DurationMs | summarize max(DurationMs), min(DurationMs)", "[[29000,2000]]"),
        ("| order by DurationMs desc | take 2 | order by DurationMs asc | project DurationMs", "[[26000],[29000]]"),
        (
            "| summarize n = count() by deviceId | where n > 7 | order by n desc, deviceId asc",
            #"[["d-0",8],["d-1",8]]"#
        ),
        ("| summarize count() by deviceId | summarize max(count_), sum(count_)", "[[8,30]]"),
        ("| summarize count() by deviceId | count", "[[4]]"),
        ("| summarize n = count() by deviceId | project n, Device = deviceId | take 1", #"[[8,"d-0"]]"#),
        ("| where Level == 'Warning' | project Code = ResultType, statusCode | take 1", #"[["DeviceNotOnline",404]]"#),
        ("| project a = deviceId, b = DurationMs | where b == 29000 and a has '1'", #"[["d-1",29000]]"#),
    ])
    func `a query has its answer`(_ steps: String, _ rows: String) async throws {
        #expect(try await LogFixture().rows(steps) == rows, "\(steps)")
    }

    @Test(arguments: [
        "'; DROP TABLE activity; --", "\"", "\\", "\\'", "/* */", "$1", "?1", "%", "_", "a\nb", "|", "\u{1F4A5} ü",
        "' OR 1=1 --", "x') UNION SELECT name, value FROM settings --", "//", "a\tb", "')\"; select",
    ])
    func `a name of a person is a text and nothing else`(_ name: String) async throws {
        let fixture = try await LogFixture()
        var record = try LogFixture.record(1)
        record.properties.reason = name
        try await fixture.append([record], hub: fixture.hub)
        let escaped = name.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
        let expected = String(decoding: try RestJSON.encode([[name]]), as: UTF8.self)
        for written in ["'\(escaped)'", "\"\(escaped)\""] {
            for steps in [
                "| where reason == \(written) | project reason", "| where reason in (\(written)) | project reason",
                "| where reason startswith \(written) and reason endswith \(written) | project reason",
                "| where reason =~ \(written) | summarize by reason",
            ] {
                #expect(try await fixture.rows(steps) == expected, "\(steps)")
            }
        }
        #expect(try await fixture.rows("| count") == "[[31]]")
    }

    @Test func `a range of times is beside what the query says`() async throws {
        let fixture = try await LogFixture()
        let start = Sample.now.milliseconds
        let late = start + 60_000..<Int64.max
        let answer = try await fixture.answer("| where TimeGenerated < ago(25m) | count", in: late)
        #expect(answer.rows == [[.integer(4)]])
        let none = try await fixture.answer("| count", in: start..<start)
        #expect(none.rows == [[.integer(0)]])
    }

    @Test func `columns have their names and types`() async throws {
        let answer = try await LogFixture().answer(
            "| summarize avg(DurationMs), max(TimeGenerated) by deviceId | take 1"
        )
        #expect(
            answer.columns.map { $0.name + ":" + $0.type } == [
                "deviceId:string", "avg_DurationMs:real", "max_TimeGenerated:datetime",
            ]
        )
        let all = try await LogFixture().answer("| take 1")
        #expect(all.columns.map(\.name) == LogField.allCases.map(\.rawValue))
        #expect(all.rows.map(\.count) == [all.columns.count])
    }

    @Test(arguments: ["Plain", #"a "quoted" b"#, #"back\slash"#, "a/b", "é", "100%", "a_b", "<&>'", "a\tb", "\u{7F}"])
    func `a text is found however JSON writes it`(_ text: String) async throws {
        let fixture = try await LogFixture()
        var record = try LogFixture.record(1)
        record.properties.reason = "so: \(text)."
        try await fixture.append([record], hub: fixture.hub)
        let literal = text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\t", with: "\\t")
        for condition in [
            "reason == 'so: \(literal).'", "reason =~ 'SO: \(literal).'", "reason contains 'O: \(literal)'",
            "reason contains_cs ': \(literal)'", "reason startswith 'SO: \(literal)'", "reason endswith '\(literal).'",
        ] {
            #expect(try await fixture.rows("| where \(condition) | count") == "[[1]]", "\(condition)")
            #expect(try await fixture.rows("| where not(\(condition)) | count") == "[[30]]", "not \(condition)")
        }
    }
}
