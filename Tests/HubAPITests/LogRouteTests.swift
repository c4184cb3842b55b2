import HTTPTypes
import HubAPI
import HubControl
import HubModel
import Hummingbird
import NIOCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LogRouteTests {
    private static let logs = "/v1/hubs/hub/logs"

    /// Requests that fail, because there is no such device: a record each.
    private func fail(_ api: API, _ devices: String...) async throws {
        for device in devices {
            let answer = try await api.send(.post, "/v1/hubs/hub/devices/\(device)/streams", "{}")
            #expect(answer.status == 404)
        }
    }

    @Test func `a record has the columns of AzureDiagnostics, and its properties as text and as JSON`() async throws {
        let api = try await API()
        let answer = try await api.send(.post, "/v1/hubs/hub/devices/gone/streams", #"{"streamName":"ssh"}"#)
        let page = try await api.send(.get, Self.logs).value(Page<JSONContent>.self)
        let record = try #require(page.value.first?.members)
        #expect(record["OperationName"] == .string("streamRequest"))
        #expect(record["ResultType"] == .string("DeviceNotFound"))
        #expect(record["Category"] == .string("DeviceStreams"))
        #expect(record["sequence"] == .integer(1))
        let properties = try #require(record["properties"]?.members)
        #expect(properties["trackingId"] == answer.requestID.map(JSONContent.string))
        #expect(properties["callerAddress"] == .string("192.0.2.7"))
        let text = try #require(record["properties_s"]?.text)
        #expect(try RestJSON.decode(JSONObject.self, from: text.utf8) == properties)
        let again = try await api.send(.get, Self.logs + "/1").value(LogRecord.self)
        #expect(again.properties.streamName?.text == "ssh")
        #expect(try await api.send(.get, Self.logs + "/2").error().code == "ResourceNotFound")
        #expect(try await api.send(.get, Self.logs + "/x").error().code == "ArgumentInvalid")
    }

    @Test func `a list goes on where its page ended`() async throws {
        let api = try await API()
        try await fail(api, "d1", "d2", "d3")
        let first = try await api.send(.get, Self.logs + "?$top=2&level=Warning").value(Page<LogRecord>.self)
        #expect(first.value.map(\.sequence) == [3, 2])
        let link = try #require(first.nextLink)
        let path = try #require(link.firstRange(of: "/v1/").map { String(link[$0.lowerBound...]) })
        let second = try await api.send(.get, path).value(Page<LogRecord>.self)
        #expect(second.value.map(\.sequence) == [1])
    }

    @Test(arguments: ["category=None", "level=x", "from=yesterday", "deviceId=a%2Fb", "unknown=1"])
    func `a filter that is none is refused`(_ query: String) async throws {
        #expect(try await API().send(.get, Self.logs + "?" + query).error().code == "ArgumentInvalid")
    }

    @Test func `a stranger's request is on record, with its tracking id`() async throws {
        let api = try await API()
        let answer = try await api.send(.post, "/v1/hubs/hub/devices/d/streams", "{}", as: "dst_wrong")
        #expect(answer.status == 401)
        let reader = try await api.fixture.bearer(.reader)
        let refused = try await api.send(.post, "/v1/hubs/hub/devices/d/streams", "{}", as: reader)
        #expect(refused.status == 403)
        let page = try await api.send(.get, Self.logs).value(Page<LogRecord>.self)
        #expect(page.value.map(\.resultType) == ["Forbidden", "IotHubUnauthorizedAccess"])
        #expect(page.value.map(\.properties.trackingId) == [refused.requestID, answer.requestID])
        #expect(page.value.map(\.properties.caller) == ["token:t", nil])
    }

    @Test func `the chain is what the hashes say`() async throws {
        let api = try await API()
        try await fail(api, "d1", "d2", "d3")
        await api.fixture.control.activity.sign(all: true)
        let entries = try await api.send(.get, Self.logs + "/chain").value(Page<LogChainEntry>.self).value
        let checkpoints = try await api.send(.get, Self.logs + "/checkpoints").value(Page<LogCheckpoint>.self).value
        #expect(checkpoints.map(\.sequence) == [3])
        var verifier = try LogVerifier(hub: api.fixture.hub, checkpoints: checkpoints, written: nil)
        for entry in entries { try verifier.read(entry) }
        #expect(try verifier.finished().records == 4)
        let part = try await api.send(.get, Self.logs + "/chain?from=3&$top=1").value(Page<LogChainEntry>.self)
        #expect(part.value == [entries[2]])
        #expect(part.nextLink != nil)
    }

    @Test func `a tail goes on behind the last event that was seen, and ends with its token`() async throws {
        let api = try await API()
        try await fail(api, "d1", "d2")
        let caller = try await api.fixture.caller(.reader)
        let token = try await api.fixture.bearer(.reader)
        let other = try await api.fixture.control.access.authenticate(bearer: token, address: "192.0.2.7")
        #expect(other.tokenID != caller.tokenID)
        var head = HTTPRequest(method: .get, scheme: "https", authority: API.server, path: Self.logs + "/tail")
        head.headerFields[.authorization] = "Bearer " + token
        head.headerFields[try #require(HTTPField.Name("Last-Event-ID"))] = "1"
        let response = try await api.responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer())),
            context: HubRequestContext(channel: api.channel)
        )
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/event-stream")
        let seen = EventWriter.Events()
        // The framework writes it when the task of the request is over; what is logged then bears the request's id still.
        let scope = EventWriter.Events()
        try await response.body.write(
            EventWriter(seen: seen, enough: "\ndata: ") {
                scope.add(RequestScope.current?.requestID ?? "none")
                try await api.fixture.control.tokens.revoke(api.fixture.owner, other.tokenID)
            }
        )
        #expect(scope.text == response.headers[.init("x-ms-request-id") ?? .eTag])
        #expect(seen.text.hasPrefix(":\n\nid: 2\ndata: {"))
        #expect(seen.text.contains("\"deviceId\":\"d2\""))
        #expect(seen.text.hasSuffix("}\n\nEND"))
    }
}
