import HTTPTypes
import HubAPI
import HubControl
import HubModel
import HubStore
import Logging
import TestSupport
import Testing

@Suite struct AccessTests {
    /// A request that an owner may make, and the least that a token needs for it.
    struct Call: Sendable, CustomTestStringConvertible {
        let operation: String
        let method: HTTPRequest.Method
        let path: String
        let body: String?
        let least: Role
        let needsKeys: Bool
        let type: String

        init(
            _ operation: String,
            _ method: HTTPRequest.Method,
            _ path: String,
            _ least: Role,
            _ body: String? = nil,
            keys: Bool = false,
            type: String = "application/json"
        ) {
            self.operation = operation
            self.method = method
            self.path = path
            self.body = body
            self.least = least
            needsKeys = keys
            self.type = type
        }

        var testDescription: String { operation }

        /// Whether its answer has no end.
        var isEndless: Bool { ["tailLogs", "followStreams"].contains(operation) }

        /// Whether it is about something that is not there: a token, a stream, a connected device.
        var findsNothing: Bool {
            path.hasSuffix("/none") || ["openStream", "getStream", "closeStream", "getLog"].contains(operation)
        }
    }

    static let hub = "/v1/hubs/hub"
    static let stream = hub + "/streams/00000000-0000-4000-8000-000000000000"
    static let settings = hub + "/diagnosticSettings"
    static let ownLog = #"{"categories":["DeviceStreams"],"destination":{"kind":"local"}}"#
    static let rotation = #"{"key":"primary"}"#

    /// A body with a certificate, for a new name or for one that exists.
    private static func certificate(named name: String? = nil, _ pem: String) -> String {
        let name = name.map { "\"name\":\"\($0)\"," } ?? ""
        return "{\(name)\"certificate\":\"\(pem.replacing("\n", with: "\\n"))\"}"
    }

    static let calls = [
        Call("createHub", .post, "/v1/hubs", .owner, #"{"name":"new"}"#),
        Call("listHubs", .get, "/v1/hubs", .reader),
        Call("getHub", .get, hub, .reader),
        Call("updateHub", .patch, hub, .owner, "{}"),
        Call("deleteHub", .delete, hub, .owner),
        Call("getDeviceStreams", .get, hub + "/deviceStreams", .endpointsRead),
        Call("addEndpoint", .post, hub + "/endpoints", .owner, #"{"stamp":"s-2","force":true}"#),
        Call("listEndpoints", .get, hub + "/endpoints", .reader),
        Call("getEndpoint", .get, hub + "/endpoints/2", .reader),
        Call("updateEndpoint", .patch, hub + "/endpoints/2", .owner, "{}"),
        Call("drainEndpoint", .post, hub + "/endpoints/2/drain", .owner, "{}"),
        Call("retireEndpoint", .post, hub + "/endpoints/2/retire", .owner, #"{"force":true}"#),
        Call("getAllowlist", .get, hub + "/allowlist", .endpointsRead),
        Call("getAllowlistMD5", .get, hub + "/allowlist.md5?format=names", .endpointsRead),
        Call("getAllowlistSHA256", .get, hub + "/allowlist.sha256?format=names", .endpointsRead),
        Call("getAllowlistVersion", .get, hub + "/allowlist/version", .endpointsRead),
        Call("getAllowlistChanges", .get, hub + "/allowlist/changes", .endpointsRead),
        Call("getAllowlistCoverage", .get, hub + "/allowlist/coverage", .reader),
        Call("askAllowlistCoverage", .post, hub + "/allowlist/coverage", .operator, #"{"deviceIds":["d"]}"#),
        Call("listPolicies", .get, hub + "/policies", .reader),
        Call("getPolicy", .get, hub + "/policies/service", .reader),
        Call("getPolicyKeys", .get, hub + "/policies/service/keys", .reader, keys: true),
        Call("rotatePolicyKey", .post, hub + "/policies/service/keys/rotate", .owner, rotation, keys: true),
        Call("getPolicyConnectionString", .get, hub + "/policies/service/connectionString", .reader, keys: true),
        Call("createCertificate", .post, hub + "/certificates", .owner, certificate(named: "b", APICertificate.other)),
        Call("listCertificates", .get, hub + "/certificates", .reader),
        Call("getCertificate", .get, hub + "/certificates/ca", .reader),
        Call("generateVerificationCode", .post, hub + "/certificates/ca/generateVerificationCode", .owner),
        Call("verifyCertificate", .post, hub + "/certificates/ca/verify", .owner, certificate(APICertificate.proof)),
        Call("deleteCertificate", .delete, hub + "/certificates/ca", .owner),
        Call("listDiagnosticSettings", .get, settings, .reader),
        Call("getDiagnosticSetting", .get, settings + "/default", .reader),
        Call("putDiagnosticSetting", .put, settings + "/default", .owner, ownLog),
        Call("testDiagnosticSetting", .post, settings + "/default/test", .owner),
        Call("deleteDiagnosticSetting", .delete, settings + "/none", .owner),
        Call("createDevice", .post, hub + "/devices", .operator, #"{"deviceId":"e"}"#),
        Call("listDevices", .get, hub + "/devices", .reader),
        Call("getDevice", .get, hub + "/devices/d", .reader),
        Call("updateDevice", .patch, hub + "/devices/d", .operator, "{}"),
        Call("deleteDevice", .delete, hub + "/devices/d", .operator),
        Call("getDeviceKeys", .get, hub + "/devices/d/keys", .reader, keys: true),
        Call("rotateDeviceKey", .post, hub + "/devices/d/keys/rotate", .operator, rotation, keys: true),
        Call("getDeviceConnectionString", .get, hub + "/devices/d/connectionString", .reader, keys: true),
        Call(
            "importDevices",
            .post,
            hub + "/deviceImport",
            .operator,
            "{\"deviceId\":\"e\"}\n",
            type: "application/x-ndjson"
        ),
        Call("exportDevices", .get, hub + "/deviceExport", .reader),
        Call("exportDevices", .get, hub + "/deviceExport?withKeys=true", .reader, keys: true),
        Call("openStream", .post, hub + "/devices/d/streams", .operator),
        Call("listStreams", .get, hub + "/streams", .reader),
        Call("followStreams", .get, hub + "/streams/events", .reader),
        Call("getStream", .get, stream, .reader),
        Call("closeStream", .post, stream + "/close", .operator),
        Call("listLogs", .get, hub + "/logs", .reader),
        Call("getLog", .get, hub + "/logs/1", .reader),
        Call("queryLogs", .post, hub + "/logs/query", .reader, #"{"query":"AzureDiagnostics | count"}"#),
        Call("tailLogs", .get, hub + "/logs/tail", .reader),
        Call("getLogChain", .get, hub + "/logs/chain", .reader),
        Call("listLogCheckpoints", .get, hub + "/logs/checkpoints", .reader),
        Call("createToken", .post, "/v1/tokens", .owner, #"{"name":"t","role":"reader"}"#),
        Call("listTokens", .get, "/v1/tokens", .owner),
        Call("getOwnToken", .get, "/v1/tokens/self", .endpointsRead),
        Call("getToken", .get, "/v1/tokens/none", .owner),
        Call("revokeToken", .delete, "/v1/tokens/none", .owner),
    ]

    private func send(_ call: Call, _ api: API, as token: String?) async throws -> Answer {
        // A tail that may begin has no end; here it is told that the server stops.
        if call.isEndless { api.fixture.control.logs.tails.stop() }
        return try await api.send(
            call.method,
            call.path,
            call.body,
            as: token,
            fields: call.body == nil ? [] : [(.contentType, call.type)]
        )
    }

    @Test func `the calls are those of every route that needs a token`() async throws {
        let routes = try await API().responder.routes
        #expect(Set(routes.filter(\.needsToken).map(\.operationID)) == Set(Self.calls.map(\.operation)))
        #expect(routes.filter { !$0.needsToken }.map(\.operationID) == ["getHealth", "getReadiness", "getOpenAPI"])
    }

    @Test(arguments: calls) func `nobody gets in without a token that is good`(_ call: Call) async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        let none = try await send(call, api, as: nil)
        #expect(none.status == 401)
        #expect(try none.error().code == "IotHubUnauthorized")
        #expect(none.fields[.wwwAuthenticate] == "Bearer realm=\"devicestream\"")
        let wrong = try await send(call, api, as: "dst_wrong")
        #expect(wrong.status == 401)
        #expect(try wrong.error().code == "IotHubUnauthorizedAccess")
        #expect(wrong.fields[.wwwAuthenticate] == "Bearer realm=\"devicestream\", error=\"invalid_token\"")
    }

    @Test(arguments: calls, Role.allCases)
    func `each role may do what it is for and is refused the rest`(_ call: Call, _ role: Role) async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        try await api.makeCertificate()
        for rights in [[], [TokenRight.keys]] {
            let token = try await api.fixture.bearer(role, rights: rights)
            let answer = try await send(call, api, as: token)
            if role >= call.least, !call.needsKeys || rights == [.keys] {
                let status = call.isEndless ? 503 : call.findsNothing ? 404 : 200
                #expect(answer.status == status || answer.status < 300, "\(answer.text)")
                return
            }
            #expect(answer.status == 403)
            #expect(try answer.error().code == "Forbidden")
        }
    }

    @Test(arguments: calls.filter { $0.path.hasPrefix(hub) && $0.operation != "listHubs" })
    func `a hub outside the token's scope looks as if it were not there`(_ call: Call) async throws {
        let api = try await API()
        _ = try await api.send(.post, "/v1/hubs", #"{"name":"other"}"#)
        let token = try await api.fixture.bearer(.owner, hubs: [HubName("other")])
        let answer = try await send(call, api, as: token)
        #expect(answer.status == 404)
        let missing = Call(
            call.operation,
            call.method,
            call.path.replacing("/hubs/hub", with: "/hubs/none"),
            call.least,
            call.body,
            type: call.type
        )
        #expect(try answer.error().code == "HubNotFound")
        let message = try await send(missing, api, as: token).error().message
        #expect(try answer.error().message == message.replacing("'none'", with: "'hub'"))
    }

    @Test func `a token that expired is refused`() async throws {
        let api = try await API()
        let end = api.fixture.clock.now + .seconds(60)
        let token = try await api.fixture.bearer(.reader, expiresAt: end)
        #expect(try await api.send(.get, "/v1/hubs", as: token).status == 200)
        api.fixture.clock.advance(by: .seconds(60))
        #expect(try await api.send(.get, "/v1/hubs", as: token).error().code == "IotHubUnauthorizedAccess")
    }

    @Test(arguments: ["Basic dXNlcjpwYXNz", "Bearer", "dst_x", "SharedAccessSignature sr=x"])
    func `another kind of credential is none`(_ value: String) async throws {
        let answer = try await API().send(.get, "/v1/hubs", as: nil, fields: [(.authorization, value)])
        #expect(try answer.error().code == "IotHubUnauthorized")
    }

    @Test func `where it is allowed, anyone reads what firewalls need and nothing else`() async throws {
        let fixture = try await ControlFixture()
        let control = try ControlPlane(
            store: fixture.store,
            naming: fixture.control.naming,
            regions: ControlFixture.regions,
            admitsAnonymous: true,
            world: fixture.clock.world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            resolve: { _ in NameResolution(addresses: [], timeToLive: .seconds(60)) }
        )
        try await control.start()
        let api = try await API(fixture, control: control)
        try await api.makeDevices(["d"])
        for call in Self.calls {
            let answer = try await send(call, api, as: nil)
            if call.least == .endpointsRead, call.operation != "getOwnToken" {
                #expect(answer.status == 200, "\(call.operation)")
            } else {
                #expect(answer.status == 401, "\(call.operation)")
                #expect(answer.fields[.wwwAuthenticate] == "Bearer realm=\"devicestream\"", "\(call.operation)")
            }
            #expect(try await send(call, api, as: "dst_wrong").status != 200, "\(call.operation)")
        }
    }

    @Test func `who has no token may not ask without end, and others still may`() async throws {
        let fixture = try await ControlFixture()
        let control = try ControlFixture.control(
            fixture.store,
            fixture.clock,
            domain: "devicestream.localhost",
            admitsAnonymous: true
        )
        try await control.start()
        let api = try await API(fixture, control: control)
        let path = "/v1/hubs/hub/allowlist/version"
        var answer = try await api.send(.get, path, as: nil)
        for _ in 0..<200 where answer.status == 200 { answer = try await api.send(.get, path, as: nil) }
        #expect(answer.status == 429)
        #expect(answer.fields[.retryAfter] == "60")
        #expect(try await api.send(.get, path).status == 200)
        fixture.clock.advance(by: .seconds(60))
        #expect(try await api.send(.get, path, as: nil).status == 200)
    }

    @Test func `unknown hubs and those of others answer alike`() async throws {
        let fixture = try await ControlFixture()
        let api = try await API(fixture)
        let other = try HubName("other")
        _ = try await fixture.control.hubs.create(fixture.owner, HubCreation(name: other))
        let bearer = try await fixture.bearer(.endpointsRead, hubs: [other])
        let closed = try await api.send(.get, "/v1/hubs/hub/allowlist", as: bearer)
        let unknown = try await api.send(.get, "/v1/hubs/nub/allowlist", as: bearer)
        #expect(closed.status == 404)
        #expect(unknown.status == 404)
        #expect(try closed.error().message == unknown.error().message.replacing("nub", with: "hub"))
        // Without anonymous reading, nobody learns of any.
        let nobody = try await api.send(.get, "/v1/hubs/hub/allowlist", as: nil)
        #expect(nobody.status == 401)
        #expect(try await api.send(.get, "/v1/hubs/nub/allowlist", as: nil).status == 401)
    }

    @Test func `the word Bearer has no case`() async throws {
        let api = try await API()
        let fields: [(HTTPField.Name, String)] = [(.authorization, "bEARER " + api.token)]
        #expect(try await api.send(.get, "/v1/hubs", as: nil, fields: fields).status == 200)
    }

    @Test func `the same wrong token is slowed down, and the right one is not`() async throws {
        let api = try await API()
        var last = try await api.send(.get, "/v1/hubs", as: "dst_wrong")
        for _ in 0..<100 where last.status == 401 { last = try await api.send(.get, "/v1/hubs", as: "dst_wrong") }
        #expect(last.status == 429)
        #expect((last.fields[.retryAfter].flatMap { Int($0) } ?? 0) >= 1)
        #expect(try await api.send(.get, "/v1/hubs").status == 200)
    }
}
