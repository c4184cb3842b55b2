import HubModel
import LogQuery
import Testing

@testable import HubStore

/// Queries that nobody would write: what is understood is answered, and the rest is refused with its place.
@Suite struct LogFuzzTests {
    private static let seeds = [
        "AzureDiagnostics | where Category == 'DeviceStreams' and TimeGenerated > ago ( 1h ) | summarize count ( ) by ResultType | take 20",
        "AzureDiagnostics | where not ( isempty ( streamId ) ) and ( Level == 'Warning' or DurationMs >= 5 ) | count",
        "AzureDiagnostics | where TimeGenerated between ( ago ( 20m ) .. 5m ) | project When = TimeGenerated , deviceId",
        "AzureDiagnostics | summarize n = count ( ) , sum ( bytesFromDevice ) , max ( caller ) by bin ( TimeGenerated , 5m ) , Level",
        "AzureDiagnostics | order by statusCode asc nulls last , DurationMs | top 5 by bytesFromService desc | distinct deviceId",
        "AzureDiagnostics | where reason has 'it' or caller in~ ( 'TOKEN:LAPTOP' , '' ) | project reason | where reason contains 'é'",
        "AzureDiagnostics | where bytesFromDevice != bytesFromService | summarize avg ( DurationMs ) , dcount ( deviceId ) by service",
    ].map { $0.split(separator: " ").map(String.init) }
    private static let words =
        Set(seeds.joined()).sorted() + LogField.allCases.map(\.rawValue) + [
            "!in", "in", "!between", "=~", "!~", "!=", "<", "<=", "-", "+", "null", "true", "false", "not", "isnull",
            "isnotnull", "now", "0", "1.5", "10d", "''", "\"\\\"\"", "countif", "min", "limit", "sort",
            "datetime(2027-01-15)",
            "contains_cs", "startswith", "!endswith", "has_cs", ";", "=", "*", "desc", "first", "n", "count_", "When",
        ]

    /// xorshift64: the same queries in every run.
    private struct Dice {
        var state: UInt64

        mutating func roll(_ sides: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(sides))
        }
    }

    private static func query(_ dice: inout Dice) -> String {
        var query = seeds[dice.roll(seeds.count)]
        for _ in 0..<dice.roll(4) {
            let place = 1 + dice.roll(query.count)
            switch dice.roll(5) {
            case 0 where place < query.count: query.remove(at: place)
            case 1: query.insert(words[dice.roll(words.count)], at: place)
            case 2:
                // The steps of another query go on.
                let other = seeds[dice.roll(seeds.count)]
                query += other[1...]
            default: if place < query.count { query[place] = words[dice.roll(words.count)] }
            }
        }
        return query.joined(separator: " ")
    }

    @Test(arguments: [0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03, 0x2545_F491_4F6C_DD1D] as [UInt64])
    func `no query is an error of the database`(_ seed: UInt64) async throws {
        let fixture = try await LogFixture()
        var dice = Dice(state: seed)
        var understood = 0
        for _ in 0..<500 {
            let query = Self.query(&dice)
            let plan: LogPlan
            do throws(HubError) {
                plan = try LogPlan(parsing: query, now: LogFixture.now)
            } catch {
                #expect(error.target == "query" && error.message.contains(", at line "), "\(query): \(error)")
                continue
            }
            understood += 1
            let hub = fixture.hub
            do {
                let answer = try await fixture.store.read { (reading) throws(HubError) in
                    try reading.queryLog(hub: hub, plan, in: nil)
                }
                #expect(answer.rows.allSatisfy { $0.count == plan.columns.count }, "\(query)")
            } catch {
                Issue.record("\(query): \(error)")
            }
        }
        #expect(understood > 50)
    }
}
