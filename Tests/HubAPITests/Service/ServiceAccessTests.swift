import HTTPTypes
import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

/// Who may do what with the service API of a hub.
@Suite struct ServiceAccessTests {
    struct Call: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        let path: String
        var body: String?
        let rights: Set<AccessRight>
        var testDescription: String { "\(method.rawValue) \(path)" }
    }

    static let calls = [
        Call(method: .get, path: "/devices", rights: [.registryRead]),
        Call(method: .get, path: "/devices/d", rights: [.registryRead]),
        Call(method: .put, path: "/devices/n", body: "{}", rights: [.registryWrite]),
        Call(method: .delete, path: "/devices/d", rights: [.registryWrite]),
        Call(method: .post, path: "/devices", body: "[]", rights: [.registryWrite]),
        Call(
            method: .post,
            path: "/devices/query",
            body: #"{"query":"SELECT * FROM devices"}"#,
            rights: [.registryRead, .serviceConnect]
        ),
        Call(method: .get, path: "/statistics/devices", rights: [.registryRead]),
        Call(method: .get, path: "/statistics/service", rights: [.registryRead, .serviceConnect]),
        Call(method: .get, path: "/devices/d/modules", rights: [.registryRead]),
        Call(method: .get, path: "/devices/d/modules/m", rights: [.registryRead]),
        Call(method: .put, path: "/devices/d/modules/n", body: "{}", rights: [.registryWrite]),
        Call(method: .delete, path: "/devices/d/modules/m", rights: [.registryWrite]),
        Call(method: .get, path: "/twins/d", rights: [.serviceConnect]),
        Call(method: .patch, path: "/twins/d", body: "{}", rights: [.serviceConnect]),
        Call(method: .put, path: "/twins/d", body: "{}", rights: [.serviceConnect]),
        Call(method: .get, path: "/twins/d/modules/m", rights: [.serviceConnect]),
        Call(method: .patch, path: "/twins/d/modules/m", body: "{}", rights: [.serviceConnect]),
        Call(method: .put, path: "/twins/d/modules/m", body: "{}", rights: [.serviceConnect]),
        Call(method: .post, path: "/twins/d/methods", body: #"{"methodName":"m"}"#, rights: [.serviceConnect]),
        Call(
            method: .post,
            path: "/twins/d/modules/m/methods",
            body: #"{"methodName":"m"}"#,
            rights: [.serviceConnect]
        ),
    ]

    private func site() async throws -> ServiceSite {
        let site = try await ServiceSite()
        try await site.make("d", "dd")
        _ = try site.json(await site.send(.put, "/devices/d/modules/m", "{}"))
        return site
    }

    private func status(_ site: ServiceSite, _ call: Call, _ signature: String) async throws -> Int {
        let answer = try await site.send(call.method, call.path, call.body, signature: signature)
        if answer.status == 401 {
            #expect(try site.code(answer, 401) == "IotHubUnauthorizedAccess")
            #expect(answer.fields[.wwwAuthenticate]?.hasPrefix("SharedAccessSignature") == true)
        }
        return answer.status
    }

    @Test(arguments: calls)
    func `each call needs its right`(call: Call) async throws {
        let site = try await site()
        for (policy, rights) in AccessRight.standardPolicies {
            let answer = try await status(site, call, site.signature(policy))
            let isLetIn = !call.rights.isDisjoint(with: rights)
            #expect((answer != 401) == isLetIn, "\(policy): \(answer)")
        }
    }

    @Test(arguments: calls)
    func `no other token opens a call`(call: Call) async throws {
        let site = try await site()
        let made = try await site.api.send(.post, "/v1/hubs", #"{"name":"other"}"#)
        #expect(made.status == 201)
        let good = try await site.signature()
        var tokens = [
            "", "SharedAccessSignature", "Bearer \(site.api.token)",
            good.replacing("&se=", with: "&se=9"), good.replacing("sr=hub", with: "sr=hub2"),
            good.replacing("skn=iothubowner", with: "skn=registryReadWrite"), good.replacing("sig=", with: "sig=A"),
            // Signed with another hub's key, for that hub and for this one.
            try await site.signature(hub: "other"),
            try await site.signature(hub: "other", resource: ServiceSite.host),
            try await site.signature(expires: .seconds(-301)),
        ]
        // For a device whose name begins alike, for less than is asked, and for what is above in text alone.
        for resource in [
            "/devices/dd", "/twins/dd", "/devices/d/modules/mm", "/twins/d/modules/mm", "/device", "/devices/d/", "/",
            "/devices/d/modules/m/x", "/twins/d/methods/x", "/statistics/devices/x", "/devices/query/x",
            "/devices/quer",
            "/devices/D", "//devices",
        ] {
            tokens.append(try await site.signature(resource: ServiceSite.host + resource))
        }
        tokens.append(try await site.signature(resource: "hub"))
        tokens.append(try await site.signature(resource: "b.devicestream.localhost"))
        tokens.append(try await site.signature(resource: "hub.devicestream.localhost.evil"))
        for token in tokens {
            // Beyond some failures in a row the answer is 429, which opens nothing, too.
            let answer = try await site.send(
                call.method,
                call.path,
                call.body,
                signature: token.isEmpty ? "x" : token
            ).status
            #expect(answer == 401 || answer == 429, "\(token): \(answer)")
            site.api.fixture.clock.advance(by: .seconds(3600))
        }
    }

    @Test func `a token for a resource opens it and what is below it`() async throws {
        let site = try await site()
        let allowed = [
            ("/devices/d", "/devices"), ("/devices/d", "/devices/d"), ("/devices/d/modules/m", "/devices/d"),
            ("/devices/d/modules", "/devices/d/modules"), ("/twins/d", "/twins/d"), ("/twins/d/modules/m", "/twins/d"),
            ("/statistics/devices", "/statistics"),
        ]
        for (path, resource) in allowed {
            let signature = try await site.signature(resource: ServiceSite.host + resource)
            #expect(try await site.send(.get, path, signature: signature).status == 200, "\(path) by \(resource)")
        }
        let withPort = try await site.signature(resource: "hub.devicestream.localhost:8443/devices")
        #expect(try await site.send(.get, "/devices/d", signature: withPort).status == 200)
    }

    @Test func `a device's own key opens nothing of the service side`() async throws {
        let site = try await site()
        let fixture = site.api.fixture
        let key = try await site.control.devices.keys(fixture.owner, fixture.hub, DeviceID("d")).primaryKey
        for resource in ["/devices/d", "/twins/d", ""] {
            let signature = SharedAccessSignature.make(
                resource: ServiceSite.host + resource,
                key: key,
                policy: nil,
                expires: fixture.clock.now + .seconds(60)
            ).text
            for path in ["/devices/d", "/twins/d"] {
                #expect(
                    try site.code(await site.send(.get, path, signature: signature), 401) == "IotHubUnauthorizedAccess"
                )
            }
        }
    }

    @Test func `bodies of strangers are not read, and their ids tell nothing`() async throws {
        let site = try await site()
        let wrong = try await site.signature("device")
        for id in ["d", "none"] {
            for (method, path) in [(HTTPRequest.Method.put, "/devices/\(id)"), (.patch, "/twins/\(id)")] {
                let answer = try await site.send(method, path, "no JSON", signature: wrong)
                #expect(try site.code(answer, 401) == "IotHubUnauthorizedAccess")
            }
        }
    }

    @Test func `only the main host of a hub has these calls`() async throws {
        let site = try await site()
        for host in ["devicestream.localhost", "localhost"] {
            #expect(try site.code(await site.send(.get, "/devices/d", host: host), 404) == "IotHubNotFound")
        }
        let streaming = "hub.local-001.streams.devicestream.localhost"
        #expect(try site.code(await site.send(.get, "/devices/d", host: streaming), 404) == "ResourceNotFound")
    }
}
