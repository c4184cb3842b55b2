import HTTPTypes
import HubModel
import StreamCore
import TestSupport
import Testing

/// What services hear of the answers of a connected device, on both APIs.
@Suite(.timeLimit(.minutes(1))) struct StreamAnswerTests {
    private func api(
        _ answer: @escaping @Sendable (StreamRequestTopic) -> StreamAnswer
    ) async throws -> (API, AnsweringDevice) {
        let api = try await API()
        try await api.makeDevices(["d"])
        let device = AnsweringDevice(api.fixture.control, answer: answer)
        try await device.connect(api.fixture, as: DeviceID("d"))
        return (api, device)
    }

    /// The request of an SDK, signed with the policy `service`.
    private func initiate(_ api: API) async throws -> Answer {
        let keys = try await api.send(.get, "/v1/hubs/hub/policies/service/keys").value(KeyPair.self)
        let signature = SharedAccessSignature.make(
            resource: AzureHubTests.host,
            key: keys.primaryKey,
            policy: try PolicyName("service"),
            expires: api.fixture.clock.now + .seconds(60)
        )
        return try await api.send(
            .post,
            "/twins/d/streams/s?api-version=2020-09-30",
            as: nil,
            host: AzureHubTests.host,
            fields: [(.authorization, signature.text)]
        )
    }

    @Test func `an acceptance gives the grant, which no cache keeps`() async throws {
        let (api, device) = try await api { .accepted(service: $0.service) }
        let answer = try await api.send(.post, StreamRouteTests.open, #"{"service":"ssh","streamName":"s"}"#)
        let grant = try answer.value(StreamGrant.self)
        #expect(grant.deviceId.text == "d")
        #expect(grant.service?.text == "ssh")
        #expect(grant.trackingId == answer.requestID)
        #expect(StreamURL(grant.url)?.path == "/bridges/hub/\(grant.streamId)/r/service")
        #expect(answer.fields[.cacheControl] == "no-store")
        let path = StreamRouteTests.streams + "/\(grant.streamId)"
        let stream = try await api.send(.get, path).value(StreamResource.self)
        #expect(stream.state == .accepted)
        let page = try await api.send(.get, StreamRouteTests.streams + "?state=accepted").value(
            Page<StreamResource>.self
        )
        #expect(page.value.map(\.streamId) == [grant.streamId])
        let closed = try await api.send(.post, path + "/close", #"{"reason":"done"}"#).value(StreamResource.self)
        #expect(closed.state == .ended)
        #expect(closed.resultCode == "StreamClosed")
        withExtendedLifetime(device) {}
    }

    @Test func `a rejection is an error of the native API, with the device's words`() async throws {
        let (api, device) = try await api { _ in
            .rejected(StreamRejection(text: "closed for the night", retryAfter: .seconds(30)))
        }
        let answer = try await api.send(.post, StreamRouteTests.open)
        let error = try answer.error()
        #expect(answer.status == 403)
        #expect(error.code == "StreamRejected")
        #expect(error.message.contains("closed for the night"))
        #expect(answer.fields[.retryAfter] == "30")
        withExtendedLifetime(device) {}
    }

    @Test func `SDKs hear True, with URL and token and no body`() async throws {
        let (api, device) = try await api { _ in .accepted(service: nil) }
        let answer = try await initiate(api)
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
        #expect(answer["iothub-streaming-is-accepted"] == "True")
        #expect(answer["iothub-streaming-url"].flatMap(StreamURL.init) != nil)
        #expect(answer["iothub-streaming-auth-token"].flatMap(StreamToken.init) != nil)
        #expect(answer.fields[.cacheControl] == "no-store")
        #expect(answer.fields[.contentType] == nil)
        withExtendedLifetime(device) {}
    }

    @Test func `SDKs hear False, with a URL and no token`() async throws {
        let (api, device) = try await api { _ in .rejected(StreamRejection()) }
        let answer = try await initiate(api)
        #expect(answer.status == 200)
        #expect(answer["iothub-streaming-is-accepted"] == "False")
        #expect(answer["iothub-streaming-url"].flatMap(StreamURL.init) != nil)
        #expect(answer["iothub-streaming-auth-token"] == nil)
        withExtendedLifetime(device) {}
    }
}
