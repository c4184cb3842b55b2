import HTTPTypes
import HubModel
import Testing

@Suite struct HubRouteTests {
    @Test func `a hub is created, read, changed and deleted`() async throws {
        let api = try await API()
        let created = try await api.send(.post, "/v1/hubs", #"{"name":"Plant-7","tags":{"site":"berlin"}}"#)
        let hub = try created.value(HubResource.self, status: 201)
        #expect(created.fields[.location] == "/v1/hubs/Plant-7")
        #expect(created.tag == "\"\(hub.etag)\"")
        #expect(hub.properties.hostName == "plant-7.devicestream.localhost:8443")
        #expect(hub.tags == ["site": "berlin"])

        let read = try await api.send(.get, "/v1/hubs/plant-7")
        #expect(try read.value(HubResource.self) == hub)
        #expect(read.tag == created.tag)

        let changed = try await api.send(
            .patch,
            "/v1/hubs/plant-7",
            #"{"tags":{"site":null,"line":"4"},"properties":{"limits":{"devices":5}}}"#,
            fields: [(.contentType, "application/merge-patch+json")]
        )
        let patched = try changed.value(HubResource.self)
        #expect(patched.tags == ["line": "4"])
        #expect(patched.properties.limits.devices == 5)
        #expect(patched.properties.limits.newStreamsPerSecond == 20)
        #expect(changed.tag != read.tag)

        let deleted = try await api.send(.delete, "/v1/hubs/plant-7")
        #expect(deleted.status == 204)
        #expect(deleted.body.isEmpty)
        #expect(deleted.fields[.contentLength] == nil)
        #expect(try await api.send(.get, "/v1/hubs/plant-7").error().code == "HubNotFound")
    }

    @Test func `hubs are listed by name and shown with their streaming endpoints`() async throws {
        let api = try await API()
        _ = try await api.send(.post, "/v1/hubs", #"{"name":"alpha","location":"quiet"}"#)
        let list = try await api.send(.get, "/v1/hubs").value(Page<HubResource>.self)
        #expect(list.value.map(\.name.text) == ["alpha", "hub"])
        #expect(list.nextLink == nil)
        let streams = try await api.send(.get, "/v1/hubs/HUB/deviceStreams")
        #expect(
            streams.text
                == #"{"streamingEndpoints":["https://hub.local-001.streams.devicestream.localhost:8443"]}"#
        )
        let none = try await api.send(.get, "/v1/hubs/alpha/deviceStreams")
        #expect(none.text == #"{"streamingEndpoints":[]}"#)
    }

    @Test func `a name that is taken is a conflict and a bad one an argument error`() async throws {
        let api = try await API()
        #expect(try await api.send(.post, "/v1/hubs", #"{"name":"HUB"}"#).error().code == "ResourceConflict")
        let bad = try await api.send(.post, "/v1/hubs", #"{"name":"-hub"}"#).error()
        #expect(bad.code == "ArgumentInvalid")
        #expect(bad.target == "name")
        let region = try await api.send(.post, "/v1/hubs", #"{"name":"other","location":"mars"}"#).error()
        #expect(region.target == "location")
    }

    @Test func `an endpoint goes from announced to retired`() async throws {
        let api = try await API()
        let endpoints = "/v1/hubs/hub/endpoints"
        let added = try await api.send(.post, endpoints, #"{"stamp":"local-002","ips":["192.0.2.20"],"force":true}"#)
        let endpoint = try added.value(EndpointResource.self, status: 201)
        #expect(added.fields[.location] == "\(endpoints)/\(endpoint.id)")
        #expect(endpoint.state == .active)
        let item = "\(endpoints)/\(endpoint.id)"
        #expect(try await api.send(.get, item).value(EndpointResource.self) == endpoint)

        let patched = try await api.send(.patch, item, #"{"notes":"Second gateway."}"#)
        #expect(try patched.value(EndpointResource.self).notes == "Second gateway.")

        let early = try await api.send(.post, item + "/retire")
        #expect(try early.error().code == "ResourceConflict")
        // Without a body, and so without a type of one.
        let drained = try await api.send(.post, item + "/drain").value(EndpointResource.self)
        #expect(drained.state == .draining)
        let active = try await api.send(.get, endpoints + "?state=active").value(Page<EndpointResource>.self)
        #expect(!active.value.contains { $0.id == endpoint.id })

        let retired = try await api.send(.post, item + "/retire", #"{"force":true}"#).value(EndpointResource.self)
        #expect(retired.state == .retired)
        let list = try await api.send(.get, endpoints + "?state=retired").value(Page<EndpointResource>.self)
        #expect(list.value == [retired])
    }

    @Test(arguments: ["0", "-1", "+5", "05", "five", "99999999999999999999", "5.0"])
    func `an endpoint's id has one spelling`(_ id: String) async throws {
        let answer = try await API().send(.get, "/v1/hubs/hub/endpoints/" + id)
        #expect(answer.status == 400)
        #expect(try answer.error().target == "id")
    }

    @Test func `policies are listed and read without keys`() async throws {
        let api = try await API()
        let list = try await api.send(.get, "/v1/hubs/hub/policies")
        let names = try list.value(Page<PolicyResource>.self).value.map(\.name.text)
        #expect(names == ["device", "iothubowner", "registryRead", "registryReadWrite", "service"])
        let service = try await api.send(.get, "/v1/hubs/hub/policies/service")
        #expect(try service.value(PolicyResource.self).rights == [.serviceConnect])
        for answer in [list, service] { #expect(!answer.text.contains("Key\"")) }
        #expect(try await api.send(.get, "/v1/hubs/hub/policies/none").error().code == "ResourceNotFound")
    }

    @Test func `a policy's keys are read, used and rotated, and no cache keeps them`() async throws {
        let api = try await API()
        let policy = "/v1/hubs/hub/policies/service"
        let first = try await api.send(.get, policy + "/keys")
        let keys = try first.value(KeyPair.self)
        #expect(first.fields[.cacheControl] == "no-store")
        #expect(first.tag != nil)

        let plain = try await api.send(.get, policy + "/connectionString")
        #expect(plain.fields[.cacheControl] == "no-store")
        #expect(
            try plain.value(ConnectionStringResource.self).connectionString
                == "HostName=hub.devicestream.localhost:8443;SharedAccessKeyName=service;"
                + "SharedAccessKey=\(keys.primaryKey.base64)"
        )
        let sdk = try await api.send(.get, policy + "/connectionString?key=secondary&sdk=true")
        #expect(
            try sdk.value(ConnectionStringResource.self).connectionString
                == "HostName=hub.devicestream.localhost;SharedAccessKeyName=service;"
                + "SharedAccessKey=\(keys.secondaryKey.base64)"
        )

        let rotated = try await api.send(.post, policy + "/keys/rotate", #"{"key":"primary"}"#)
        let new = try rotated.value(KeyPair.self)
        #expect(rotated.fields[.cacheControl] == "no-store")
        #expect(new.primaryKey != keys.primaryKey)
        #expect(new.secondaryKey == keys.secondaryKey)
        #expect(try await api.send(.get, policy + "/keys").value(KeyPair.self) == new)
    }
}
