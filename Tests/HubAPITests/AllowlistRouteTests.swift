import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct AllowlistRouteTests {
    static let list = "/v1/hubs/hub/allowlist"

    @Test(arguments: [
        ("", "", "application/json"),
        ("?format=csv", "", "text/csv; charset=utf-8; header=present"),
        ("?format=names", "text/csv", "text/plain; charset=utf-8"),
        ("", "text/csv", "text/csv; charset=utf-8; header=present"),
        ("", "text/plain;q=0.5, text/csv;q=0.1", "text/plain; charset=utf-8"),
        ("", "text/*", "text/csv; charset=utf-8; header=present"),
        ("", "*/*", "application/json"),
    ])
    func `the form follows the parameter, or else what is accepted`(
        _ query: String,
        _ accept: String,
        _ type: String
    ) async throws {
        let answer = try await API().send(.get, Self.list + query, fields: [(.accept, accept)])
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == type)
        #expect(answer.fields[.vary] == "Accept")
        #expect(answer.text.contains("hub.local-001.streams.devicestream.localhost"))
    }

    @Test func `a form that there is not is refused`() async throws {
        let api = try await API()
        let accept = try await api.send(.get, Self.list, fields: [(.accept, "image/png")])
        #expect(accept.status == 406)
        #expect(try accept.error().target == "Accept")
        let format = try await api.send(.get, Self.list + "?format=pdf")
        #expect(format.status == 400)
        #expect(try format.error().message.contains("json, csv, names"))
    }

    @Test func `what DNS says changes the list but not its tag`() async throws {
        let fixture = try await ControlFixture { name in
            let address = name.hasPrefix("hub.local") ? "192.0.2.1" : "192.0.2.2"
            let ranges = try? AddressRange.canonical([address], target: "ips").compactMap { AddressRange($0) }
            return NameResolution(addresses: ranges ?? [], timeToLive: .seconds(60))
        }
        let resolved = try await API(fixture).send(.get, Self.list)
        let list = try resolved.value(Allowlist.self)
        #expect(list.value.map(\.ipsSource) == [.dns, .dns])
        let unresolved = try await API().send(.get, Self.list)
        for record in try unresolved.value(Allowlist.self).value {
            #expect(record.ipsSource == AllowlistRecord.AddressSource.none)
        }
        #expect(resolved.tag == unresolved.tag)
    }

    @Test func `each form has a tag of its own, which a change of the records changes`() async throws {
        let api = try await API()
        var tags: Set<String?> = []
        for format in ["json", "csv", "names"] {
            tags.insert(try await api.send(.get, Self.list + "?format=" + format).tag)
        }
        #expect(tags.count == 3)
        let before = try await api.send(.get, Self.list + "?format=names")
        _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","force":true}"#)
        let after = try await api.send(.get, Self.list + "?format=names", fields: [(.ifNoneMatch, before.tag ?? "")])
        #expect(after.status == 200)
        #expect(after.text == before.text + "hub.local-002.streams.devicestream.localhost\n")
    }

    @Test func `changes are told since a version`() async throws {
        let api = try await API()
        let version = try await api.send(.get, Self.list + "/version").value(AllowlistVersionResource.self).version
        let all = try await api.send(.get, Self.list + "/changes").value(AllowlistChanges.self, status: 200)
        #expect(all.value.map(\.disposition) == [.add, .add])
        _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","force":true}"#)
        let since = try await api.send(.get, Self.list + "/changes?since=\(version)")
        let changes = try since.value(AllowlistChanges.self)
        #expect(changes.value.map(\.current?.urls) == [["hub.local-002.streams.devicestream.localhost"]])
        #expect(changes.version > version)
    }

    @Test(arguments: ["1", "20261123", "2026112300x", "-202611230", "20261123000"])
    func `a version that is none is refused`(_ version: String) async throws {
        let answer = try await API().send(.get, Self.list + "/changes?since=" + version)
        #expect(answer.status == 400)
        #expect(try answer.error().target == "since")
    }
}
