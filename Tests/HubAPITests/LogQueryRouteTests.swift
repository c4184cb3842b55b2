import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct LogQueryRouteTests {
    static let path = "/v1/hubs/hub/logs/query"

    @Test func `a query is answered with a table`() async throws {
        let answer = try await API().send(
            .post,
            Self.path,
            #"{"query":"AzureDiagnostics | where deviceId == 'none' | count","timespan":"PT1H"}"#
        )
        #expect(answer.text == #"{"columns":[{"name":"Count","type":"long"}],"rows":[[0]]}"#)
    }

    @Test func `a query that is not understood is told with its place`() async throws {
        let body = #"{"query":"AzureDiagnostics\n| where Categry == 'a'"}"#
        let answer = try await API().send(.post, Self.path, body)
        #expect(answer.status == 400)
        let error = try answer.error()
        #expect(error.code == "ArgumentInvalid")
        #expect(error.target == "query")
        #expect(
            error.message
                == "The query cannot be used: there is no column 'Categry' here, at line 2, column 9."
        )
        #expect(error.hint?.hasPrefix("| where Categry == 'a'\n        ^\nColumns here are: TimeGenerated, ") == true)
    }

    @Test(arguments: [
        ("{}", "query"), (#"{"query":5}"#, "query"), (#"{"query":"AzureDiagnostics","timespan":"1h"}"#, "timespan"),
        (#"{"query":"AzureDiagnostics","limit":5}"#, "limit"),
    ])
    func `a body that breaks a rule is refused`(_ body: String, _ target: String) async throws {
        let answer = try await API().send(.post, Self.path, body)
        #expect(answer.status == 400)
        #expect(try answer.error().target == target)
    }

    @Test func `a query of an unknown hub is told`() async throws {
        let answer = try await API().send(.post, "/v1/hubs/none/logs/query", #"{"query":"AzureDiagnostics"}"#)
        #expect(try answer.error().code == "HubNotFound")
    }
}
