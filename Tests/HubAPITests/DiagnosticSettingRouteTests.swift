import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct DiagnosticSettingRouteTests {
    private let collection = "/v1/hubs/hub/diagnosticSettings"
    private let ownLog = #"{"categories":["DeviceStreams"],"destination":{"kind":"local"}}"#
    private let hook =
        #"{"categories":["Connections"],"destination":{"kind":"webhook","url":"https://h.example.com/"},"#
        + #""secret":"whsec_c2l4dGVlbiBieXRlcyBvaw=="}"#

    @Test func `a setting is made, changed, tested and deleted`() async throws {
        let api = try await API()
        let made = try await api.send(.put, collection + "/hook", hook)
        let setting = try made.value(DiagnosticSettingResource.self, status: 201)
        #expect(made.fields[.location] == collection + "/hook")
        #expect(made.tag == "\"\(setting.etag).0-0-0\"")
        #expect(!made.text.contains("whsec_"))

        let shown = try await api.send(.get, collection + "/hook")
        #expect(shown.body == made.body)
        let tag = try #require(shown.tag)
        let same = try await api.send(.get, collection + "/hook", fields: [(.ifNoneMatch, tag)])
        #expect(same.status == 304)
        let changed = try await api.send(.put, collection + "/hook", hook, fields: [(.ifMatch, tag)])
        #expect(changed.status == 200)
        #expect(try await api.send(.put, collection + "/hook", hook, fields: [(.ifMatch, tag)]).status == 412)

        let result = try await api.send(.post, collection + "/hook/test").value(DiagnosticTestResult.self)
        #expect(result.succeeded)
        #expect(result.status == 204)

        let page = try await api.send(.get, collection).value(Page<DiagnosticSettingResource>.self)
        #expect(page.value.map(\.name.text) == ["default", "hook"])
        #expect(try await api.send(.delete, collection + "/hook").status == 204)
        #expect(try await api.send(.get, collection + "/hook").error().code == "ResourceNotFound")
        #expect(try await api.send(.delete, collection + "/default").error().code == "ResourceConflict")
    }

    @Test func `the hub's own log is changed`() async throws {
        let api = try await API()
        let changed = try await api.send(.put, collection + "/default", ownLog)
        #expect(try changed.value(DiagnosticSettingResource.self).categories == [.deviceStreams])
        #expect(!changed.text.contains("delivery"))
    }

    @Test func `names and members outside the rules are 400`() async throws {
        let api = try await API()
        #expect(try await api.send(.get, collection + "/a%20b").error().target == "name")
        let unknown = try await api.send(.put, collection + "/a", hook.replacing("secret", with: "key"))
        #expect(try unknown.error().target == "key")
        #expect(try await api.send(.put, collection + "/a", ownLog).error().target == "destination.kind")
        #expect(try await api.send(.post, collection + "/none/test").status == 404)
    }
}
