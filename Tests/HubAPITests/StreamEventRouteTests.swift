import HTTPTypes
import HubAPI
import HubControl
import HubModel
import Hummingbird
import NIOCore
import StreamCore
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct StreamEventRouteTests {
    private static let events = StreamRouteTests.streams + "/events"

    private func response(_ api: API, _ host: String, _ field: HTTPField) async throws -> Response {
        var head = HTTPRequest(method: .get, scheme: "https", authority: host, path: Self.events)
        head.headerFields[field.name] = field.value
        return try await api.responder.respond(
            to: Request(head: head, body: RequestBody(buffer: ByteBuffer())),
            context: HubRequestContext(channel: api.channel)
        )
    }

    @Test func `streams come as pages of events, and the portal's session ends them`() async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        let device = AnsweringDevice(api.fixture.control) { .accepted(service: $0.service) }
        try await device.connect(api.fixture, as: DeviceID("d"))
        let grant = try await api.send(.post, StreamRouteTests.open, #"{"reason":"a\nb"}"#).value(StreamGrant.self)
        let browser = try await Browser.signedIn(api)
        let response = try await response(api, Browser.host, HTTPField(name: .cookie, value: browser.cookie))
        #expect(response.status == .ok && response.headers[.contentType] == "text/event-stream")
        let seen = EventWriter.Events()
        let session = try #require(browser.cookie.split(separator: "=", maxSplits: 1).last)
        try await response.body.write(
            EventWriter(seen: seen, enough: "\ndata: ") { api.fixture.control.sessions.end(String(session)) }
        )
        let lines = seen.text.split(separator: "\n")
        #expect(lines.first == ":" && lines.last == "END" && lines.count == 3, "\(seen.text)")
        let page = try RestJSON.decode(Page<StreamResource>.self, from: Array(lines[1].dropFirst("data: ".count).utf8))
        #expect(page.value.map(\.streamId) == [grant.streamId] && page.value.first?.reason == "a\nb")
    }

    @Test func `the first page comes also where there is no stream, so that what follows is new`() async throws {
        let api = try await API()
        let field = HTTPField(name: .authorization, value: "Bearer " + api.token)
        let response = try await response(api, API.server, field)
        let seen = EventWriter.Events()
        let owner = api.fixture.owner
        try await response.body.write(
            EventWriter(seen: seen, enough: "data: ") {
                try await api.fixture.control.tokens.revoke(owner, owner.tokenID)
            }
        )
        #expect(seen.text == ":\n\ndata: {\"value\":[]}\n\nEND")
    }

    @Test func `events end with their token`() async throws {
        let api = try await API()
        let token = try await api.fixture.bearer(.reader)
        let caller = try await api.fixture.control.access.authenticate(bearer: token, address: "192.0.2.7")
        let response = try await response(api, API.server, HTTPField(name: .authorization, value: "Bearer " + token))
        let seen = EventWriter.Events()
        try await response.body.write(
            EventWriter(seen: seen, enough: ":") {
                try await api.fixture.control.tokens.revoke(api.fixture.owner, caller.tokenID)
            }
        )
        #expect(seen.text == ":\n\nEND")
    }
}
