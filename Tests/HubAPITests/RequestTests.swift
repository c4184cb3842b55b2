import HTTPTypes
import HubModel
import Hummingbird
import NIOCore
import NIOHTTPTypes
import Testing

@testable import HubAPI

@Suite struct RequestTests {
    @Test(arguments: [
        (HTTPRequest.Method.put, "/v1/hubs", "GET, HEAD, POST"), (.delete, "/v1/hubs", "GET, HEAD, POST"),
        (.post, "/v1/hubs/hub", "GET, HEAD, PATCH, DELETE"), (.get, "/v1/hubs/hub/deviceImport", "POST"),
        (.head, "/v1/hubs/hub/deviceExport", "GET"), (.delete, "/v1/tokens/self", "GET, HEAD"),
        (.post, "/healthz", "GET, HEAD"), (.options, "/v1/hubs", "GET, HEAD, POST"), (.trace, "/healthz", "GET, HEAD"),
    ])
    func `a wrong method is told which are right`(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ allow: String
    ) async throws {
        let answer = try await API().send(method, path)
        #expect(answer.status == 405)
        #expect(answer.fields[.allow] == allow)
        if method != .head { #expect(try answer.error().code == "MethodNotAllowed") }
    }

    @Test(arguments: [
        "/", "/v1", "/v2/hubs", "/v1/hub", "/V1/hubs", "/v1/hubs/hub/device", "/v1/hubs/hub/devices/d/streams/x",
        "/healthz/x", "/v1/hubs/hub/devices/d/keys/rotate/again",
    ])
    func `a path that leads nowhere is 404 in the envelope`(_ path: String) async throws {
        let answer = try await API().send(.get, path, as: nil)
        #expect(answer.status == 404)
        #expect(try answer.error().code == "ResourceNotFound")
    }

    @Test(arguments: [
        "/v1/hubs/hub/devices/..", "/v1/hubs/hub/devices/.", "/v1/hubs/hub/devices/%2e%2e", "/v1/hubs/hub/devices/%2E.",
        "/v1/hubs/hub/devices/../..", "/v1/hubs/hub/devices/a%2Fb", "/v1/hubs/hub/devices/a%2f..%2fb",
        "/v1/hubs/hub/devices/a%5Cb", "/v1/hubs/hub/devices/a\\b", "/v1/hubs/hub/devices/a%00",
        "/v1/hubs/hub/devices/%0a",
        "/v1/hubs/hub/devices/%7F", "/v1/hubs/hub/devices/%C2%85", "/v1/hubs/hub/devices/%", "/v1/hubs/hub/devices/%2",
        "/v1/hubs/hub/devices/%zz", "/v1/hubs/hub/devices/%ff", "/v1/hubs/hub/devices/%C0%AE", "/v1/hubs/hub/devices/",
        "//v1/hubs", "/v1//hubs", "/v1/hubs/hub/", "v1/hubs", "", "*", "/v1/hubs/./hub", "/v1/x/../hubs",
        "/v1/hubs/hub/devices/a b", "/v1/hubs#hub", "http://devicestream.localhost/v1/hubs",
    ])
    func `a path that means different things to different readers is refused`(_ path: String) async throws {
        for method in [HTTPRequest.Method.get, .delete] {
            let api = try await API()
            let answer = try await api.send(method, path)
            #expect(answer.status == 400)
            #expect(try answer.error().code == "IotHubFormatError")
            #expect(try await api.send(.get, "/v1/hubs/hub").status == 200)
        }
    }

    @Test func `a path is decoded once`() async throws {
        let api = try await API()
        try await api.makeDevices(["%2e", "%2F"])
        // An id may hold a percent sign; decoded twice, these two would be a dot and a slash.
        for (path, id) in [("%252e", "%2e"), ("%252F", "%2F")] {
            let device = try await api.send(.get, "/v1/hubs/hub/devices/" + path).value(DeviceResource.self)
            #expect(device.deviceId.text == id)
        }
        #expect(try await api.send(.get, "/v1/hubs/hub/devices/%252e%252e").error().code == "DeviceNotFound")
        #expect(try await api.send(.get, "/v1/%68ubs").status == 200)
    }

    @Test(arguments: [
        "example.com", "devicestream.localhost.example.com", "none.devicestream.localhost", "192.0.2.1",
        "x.hub.devicestream.localhost", "hub.none.streams.devicestream.localhost", "streams.devicestream.localhost",
    ])
    func `a host of somebody else is misdirected`(_ host: String) async throws {
        let api = try await API()
        for path in ["/v1/hubs", "/healthz"] {
            let answer = try await api.send(.get, path, as: api.token, host: host)
            #expect(answer.status == 421)
            #expect(try answer.error().code == "MisdirectedRequest")
        }
    }

    @Test(arguments: [
        "", "a b", "user@devicestream.localhost", "devicestream.localhost:x", "devicestream.localhost:0", "[::1",
    ])
    func `a host that is none is refused`(_ host: String) async throws {
        let api = try await API()
        #expect(try await api.send(.get, "/healthz", as: nil, host: host).error().target == "Host")
        #expect(try await api.send(.get, "/healthz", as: nil, host: nil).error().target == "Host")
    }

    @Test func `a second host is refused`() async throws {
        let host = try #require(HTTPField.Name("Host"))
        let answer = try await API().send(.get, "/healthz", fields: [(host, API.server)])
        #expect(try answer.error().target == "Host")
    }

    @Test func `the host in the target goes before the other`() async throws {
        let api = try await API()
        let right = "https://localhost:8443/healthz"
        #expect(try await api.send(.get, right, as: nil, host: "example.com").status == 200)
        #expect(try await api.send(.get, "https://example.com/healthz", as: nil).status == 421)
    }

    @Test(arguments: ["localhost", "127.0.0.9:1", "[::1]", "hub.devicestream.localhost:8443", "DEVICESTREAM.LOCALHOST"])
    func `every host of this server answers`(_ host: String) async throws {
        let api = try await API()
        #expect(try await api.send(.get, "/v1/hubs/hub", as: api.token, host: host).status == 200)
    }

    @Test func `a streaming endpoint shows no hubs`() async throws {
        let api = try await API()
        let host = "hub.local-001.streams.devicestream.localhost:8443"
        let answer = try await api.send(.get, "/v1/hubs", as: api.token, host: host)
        #expect(answer.status == 404)
        #expect(try answer.error().message.contains("https://devicestream.localhost:8443"))
        #expect(try await api.send(.get, "/healthz", as: nil, host: host).status == 200)
    }

    @Test func `every answer has an id of its own and the fields that keep it safe`() async throws {
        let api = try await API()
        var ids: Set<String?> = []
        for path in ["/v1/hubs", "/none", "/healthz", "/v1/hubs/hub/deviceExport"] {
            let answer = try await api.send(.get, path)
            ids.insert(answer.requestID)
            #expect(answer.requestID?.count == 36)
            #expect(answer.fields[.xContentTypeOptions] == "nosniff")
            #expect(answer.fields[.cacheControl] == "private, no-cache")
            #expect(answer.fields[.strictTransportSecurity] == nil)
            #expect(answer["x-ms-client-request-id"] == nil)
        }
        #expect(ids.count == 4)
    }

    @Test(arguments: [
        ("abc", true), ("!~", true), (String(repeating: "x", count: 128), true),
        (String(repeating: "x", count: 129), false),
        ("a b", false), ("ü", false), ("a\tb", false),
    ])
    func `a client's own id is sent back when it is harmless`(_ id: String, _ isEchoed: Bool) async throws {
        for path in ["/v1/hubs", "/none"] {
            let answer = try await API().send(.get, path, fields: [(.clientRequest, id)])
            #expect(answer["x-ms-client-request-id"] == (isEchoed ? id : nil))
        }
    }

    @Test func `HEAD tells all but the body`() async throws {
        let api = try await API()
        let get = try await api.send(.get, "/v1/hubs/hub")
        let head = try await api.send(.head, "/v1/hubs/hub")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(head.fields[.contentLength] == String(get.body.count))
        #expect(head.tag == get.tag)
        #expect(head.fields[.contentType] == get.fields[.contentType])
        #expect(try await api.send(.head, "/v1/hubs/hub", fields: [(.ifNoneMatch, get.tag ?? "")]).status == 304)
        #expect(try await api.send(.head, "/v1/hubs/none").status == 404)
    }

    @Test func `health needs no token and takes no query`() async throws {
        let api = try await API()
        #expect(try await api.send(.get, "/healthz", as: nil).text == #"{"status":"ok"}"#)
        #expect(try await api.send(.get, "/readyz", as: nil).text == #"{"status":"ready"}"#)
        let document = try await api.send(.get, "/openapi.json", as: nil)
        #expect(document.body == API.document)
        #expect(document.fields[.contentType] == "application/json")
        #expect(try await api.send(.get, "/healthz?x=1", as: nil).error().target == "x")
    }

    @Test(arguments: [(ErrorCode.serviceUnavailable, nil), (.throttling, nil), (.throttling, 90), (.serverError, nil)])
    func `errors that pass say when to try again`(_ code: ErrorCode, _ seconds: Int?) throws {
        let error = HubError(code, "It is so.", retryAfter: seconds.map { .seconds($0) }, detail: "secret")
        let face = NativeFace.face(openAPI: [])
        let reply = face.tell(Failure(error: error, trackingID: "id", now: Timestamp(seconds: 0)))
        #expect(Int(reply.status.code) == code.httpStatus)
        #expect(reply.fields[.retryAfter] == (code == .serverError ? nil : String(seconds ?? 5)))
        guard case .bytes(let bytes) = reply.body else {
            Issue.record("the error has no body")
            return
        }
        let content = try RestJSON.decode(ErrorBody.self, from: bytes.readableBytesView).error
        #expect(content.retryAfterSeconds.map(String.init) == reply.fields[.retryAfter])
        #expect(!String(buffer: bytes).contains("secret"))
    }
}
