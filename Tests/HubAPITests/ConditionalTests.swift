import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct ConditionalTests {
    @Test(arguments: [
        "/v1/hubs", "/v1/hubs/hub", "/v1/hubs/hub/deviceStreams", "/v1/hubs/hub/endpoints", "/v1/hubs/hub/endpoints/2",
        "/v1/hubs/hub/allowlist", "/v1/hubs/hub/allowlist?format=csv", "/v1/hubs/hub/allowlist/version",
        "/v1/hubs/hub/allowlist/changes", "/v1/hubs/hub/policies", "/v1/hubs/hub/policies/service",
        "/v1/hubs/hub/policies/service/keys", "/v1/hubs/hub/policies/service/connectionString", "/v1/hubs/hub/devices",
        "/v1/hubs/hub/certificates", "/v1/hubs/hub/certificates/ca", "/v1/hubs/hub/devices/d",
        "/v1/hubs/hub/devices/d/keys", "/v1/hubs/hub/devices/d/connectionString",
        "/v1/tokens",
        "/v1/tokens/self", "/openapi.json",
    ])
    func `what has not changed is not sent again`(_ path: String) async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        try await api.makeCertificate()
        let first = try await api.send(.get, path)
        let tag = try #require(first.tag)
        #expect(tag.first == "\"" && tag.last == "\"" && tag.count > 2)
        for value in [tag, "W/" + tag, "\"other\", " + tag, "*"] {
            let second = try await api.send(.get, path, fields: [(.ifNoneMatch, value)])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
            #expect(second.tag == tag)
            #expect(second.fields[.cacheControl] == first.fields[.cacheControl])
            #expect(second.fields[.contentType] == nil)
            #expect(second.fields[.contentLength] == nil)
        }
        let other = try await api.send(.get, path, fields: [(.ifNoneMatch, "\"other\"")])
        #expect(other.status == 200)
        #expect(other.body == first.body)
    }

    @Test func `the tag of a resource is that of its body`() async throws {
        let api = try await API()
        let answer = try await api.send(.get, "/v1/hubs/hub")
        #expect(answer.tag == "\"\(try answer.value(HubResource.self).etag)\"")
    }

    @Test(
        arguments: [
            (HTTPRequest.Method.patch, "/v1/hubs/hub", "/v1/hubs/hub", #"{"tags":{"a":"b"}}"#),
            (.patch, "/v1/hubs/hub/endpoints/2", "/v1/hubs/hub/endpoints/2", #"{"notes":"n"}"#),
            (.post, "/v1/hubs/hub/endpoints/2/drain", "/v1/hubs/hub/endpoints/2", "{}"),
            (.post, "/v1/hubs/hub/endpoints/2/retire", "/v1/hubs/hub/endpoints/2", #"{"force":true}"#),
            (
                .post, "/v1/hubs/hub/policies/service/keys/rotate", "/v1/hubs/hub/policies/service",
                #"{"key":"primary"}"#
            ),
            (.patch, "/v1/hubs/hub/devices/d", "/v1/hubs/hub/devices/d", #"{"tags":{"a":"b"}}"#),
            (.post, "/v1/hubs/hub/devices/d/keys/rotate", "/v1/hubs/hub/devices/d", #"{"key":"primary"}"#),
            (.delete, "/v1/hubs/hub/devices/d", "/v1/hubs/hub/devices/d", nil),
            (
                .post, "/v1/hubs/hub/certificates/ca/generateVerificationCode", "/v1/hubs/hub/certificates/ca", nil
            ),
            (.delete, "/v1/hubs/hub/certificates/ca", "/v1/hubs/hub/certificates/ca", nil),
            (.delete, "/v1/hubs/hub", "/v1/hubs/hub", nil),
        ] as [(HTTPRequest.Method, String, String, String?)]
    )
    func `a change is made only to what was seen`(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ resource: String,
        _ body: String?
    ) async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        try await api.makeCertificate()
        let before = try await api.send(.get, resource)
        let tag = try #require(before.tag)
        for value in ["\"old\"", "W/" + tag] {
            let refused = try await api.send(method, path, body, fields: [(.ifMatch, value)])
            #expect(refused.status == 412)
            #expect(try refused.error().code == "PreconditionFailed")
        }
        let unreadable = try await api.send(method, path, body, fields: [(.ifMatch, "\"open")])
        #expect(unreadable.status == 400)
        #expect(try unreadable.error().target == "If-Match")
        #expect(try await api.send(.get, resource).body == before.body)
        api.fixture.clock.advance(by: .seconds(1))
        let made = try await api.send(method, path, body, fields: [(.ifMatch, "\"old\", " + tag)])
        #expect(made.status < 300)
        #expect(try await api.send(.get, resource).body != before.body)
    }

    @Test func `any tag will do, but there must be a resource`() async throws {
        let api = try await API()
        let patch = #"{"tags":{"a":"b"}}"#
        #expect(try await api.send(.patch, "/v1/hubs/hub", patch, fields: [(.ifMatch, "*")]).status == 200)
        let missing = try await api.send(.patch, "/v1/hubs/none", patch, fields: [(.ifMatch, "*")])
        #expect(try missing.error().code == "HubNotFound")
    }
}
