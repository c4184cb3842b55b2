import HTTPTypes
import HubModel
import StreamCore
import TestSupport
import Testing

/// What the native API tells of half-closes, and that it takes the signature of a policy.
@Suite(.timeLimit(.minutes(1))) struct HalfCloseTests {
    private func grant(
        _ body: String,
        answer: @escaping @Sendable (StreamRequestTopic) -> StreamAnswer
    ) async throws -> StreamGrant {
        let api = try await API()
        try await api.makeDevices(["d"])
        let device = AnsweringDevice(api.fixture.control, answer: answer)
        try await device.connect(api.fixture, as: DeviceID("d"))
        defer { withExtendedLifetime(device) {} }
        return try await api.send(.post, StreamRouteTests.open, body).value(StreamGrant.self)
    }

    @Test func `both sides carry half-closes when both say so`() async throws {
        let grant = try await grant(#"{"halfClose":true}"#) { .accepted(service: nil, halfClose: $0.halfClose) }
        #expect(grant.halfClose == true)
    }

    @Test func `a device that does not say so carries none`() async throws {
        #expect(try await grant(#"{"halfClose":true}"#) { _ in .accepted(service: nil) }.halfClose == nil)
    }

    @Test func `a device cannot agree to what nobody offered`() async throws {
        #expect(try await grant("{}") { _ in .accepted(service: nil, halfClose: true) }.halfClose == nil)
    }

    @Test func `the device learns who asks`() async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        let device = AnsweringDevice(api.fixture.control) { .rejected(StreamRejection(text: $0.caller)) }
        try await device.connect(api.fixture, as: DeviceID("d"))
        #expect(try await api.send(.post, StreamRouteTests.open).error().message.contains("token:"))
        withExtendedLifetime(device) {}
    }

    /// A request signed with the policy.
    private func send(_ api: API, policy: String, body: String = "{}") async throws -> Answer {
        let keys = try await api.send(.get, "/v1/hubs/hub/policies/\(policy)/keys").value(KeyPair.self)
        let signature = SharedAccessSignature.make(
            resource: AzureHubTests.host,
            key: keys.primaryKey,
            policy: try PolicyName(policy),
            expires: api.fixture.clock.now + .seconds(60)
        )
        return try await api.send(
            .post,
            StreamRouteTests.open,
            body,
            as: nil,
            host: AzureHubTests.host,
            fields: [(.authorization, signature.text)]
        )
    }

    @Test func `a policy with ServiceConnect opens a stream`() async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        #expect(try await send(api, policy: "service").error().code == "DeviceNotOnline")
        let device = AnsweringDevice(api.fixture.control) { _ in .rejected(StreamRejection(text: "not now")) }
        try await device.connect(api.fixture, as: DeviceID("d"))
        let error = try await send(api, policy: "service").error()
        #expect(error.code == "StreamRejected")
        #expect(error.message.contains("not now"))
        withExtendedLifetime(device) {}
    }

    @Test func `a policy without ServiceConnect opens none`() async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        #expect(try await send(api, policy: "registryRead").status == 401)
    }

    @Test func `other routes take no signature`() async throws {
        let api = try await API()
        let answer = try await api.send(
            .get,
            StreamRouteTests.streams,
            as: nil,
            fields: [(.authorization, "SharedAccessSignature sr=a&sig=b&se=1&skn=service")]
        )
        #expect(try answer.error().code == "IotHubUnauthorized")
    }
}
