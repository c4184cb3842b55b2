import Foundation
import Testing

/// Each role is refused what it may not do, and given what it may.
struct RolesTests {
    /// A request, and the least that it needs.
    private struct Need {
        let method: String
        let path: String
        var json: String?
        /// The roles that may, least first.
        let role: String
        var needsKeys = false
    }

    private static let roles = ["endpoints.read", "reader", "operator", "owner"]

    private static let needs = [
        Need(method: "GET", path: "/v1/tokens/self", role: "endpoints.read"),
        Need(method: "GET", path: "/v1/hubs/hub/deviceStreams", role: "endpoints.read"),
        Need(method: "GET", path: "/v1/hubs/hub/allowlist", role: "endpoints.read"),
        Need(method: "GET", path: "/v1/hubs/hub/allowlist/version", role: "endpoints.read"),
        Need(method: "GET", path: "/v1/hubs/hub/allowlist/changes", role: "endpoints.read"),
        Need(method: "GET", path: "/v1/hubs/hub/allowlist/coverage", role: "reader"),
        Need(
            method: "POST",
            path: "/v1/hubs/hub/allowlist/coverage",
            json: #"{"deviceIds":["press-07"]}"#,
            role: "operator"
        ),
        Need(method: "GET", path: "/v1/hubs", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/endpoints", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/endpoints/2", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/policies", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/policies/service", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/certificates", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/devices", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/devices/press-07", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/deviceExport", role: "reader"),
        Need(method: "GET", path: "/v1/hubs/hub/deviceExport?withKeys=true", role: "reader", needsKeys: true),
        Need(method: "GET", path: "/v1/hubs/hub/policies/service/keys", role: "reader", needsKeys: true),
        Need(method: "GET", path: "/v1/hubs/hub/policies/service/connectionString", role: "reader", needsKeys: true),
        Need(method: "GET", path: "/v1/hubs/hub/devices/press-07/keys", role: "reader", needsKeys: true),
        Need(method: "GET", path: "/v1/hubs/hub/devices/press-07/connectionString", role: "reader", needsKeys: true),
        Need(
            method: "POST",
            path: "/v1/hubs/hub/devices/press-07/keys/rotate",
            json: #"{"key":"primary"}"#,
            role: "operator",
            needsKeys: true
        ),
        Need(
            method: "PATCH",
            path: "/v1/hubs/hub/devices/press-07",
            json: #"{"tags":{"site":"bonn"}}"#,
            role: "operator"
        ),
        Need(method: "PATCH", path: "/v1/hubs/hub", json: #"{"tags":{"site":"bonn"}}"#, role: "owner"),
        Need(
            method: "POST",
            path: "/v1/hubs/hub/policies/service/keys/rotate",
            json: #"{"key":"primary"}"#,
            role: "owner",
            needsKeys: true
        ),
        Need(method: "GET", path: "/v1/tokens", role: "owner"),
        Need(method: "PATCH", path: "/v1/hubs/hub/endpoints/2", json: #"{"notes":"n"}"#, role: "owner"),
    ]

    /// What each of them may do only once; refused to everybody below, and then given.
    private static let changes = [
        Need(method: "POST", path: "/v1/hubs/hub/devices", json: #"{"deviceId":"press-08"}"#, role: "operator"),
        Need(method: "DELETE", path: "/v1/hubs/hub/devices/press-08", role: "operator"),
        Need(method: "POST", path: "/v1/hubs/hub/deviceImport", role: "operator"),
        Need(method: "POST", path: "/v1/hubs", json: #"{"name":"second"}"#, role: "owner"),
        Need(
            method: "POST",
            path: "/v1/hubs/hub/endpoints",
            json: #"{"stamp":"local-002","force":true}"#,
            role: "owner"
        ),
        Need(method: "POST", path: "/v1/tokens", json: #"{"name":"t","role":"reader"}"#, role: "owner"),
        Need(method: "DELETE", path: "/v1/hubs/second", role: "owner"),
    ]

    @Test func `each role is refused what it may not do`() throws {
        try TestServer.run { server in
            _ = try server.request("POST", "/v1/hubs/hub/devices", json: #"{"deviceId":"press-07"}"#)
            for (rank, role) in Self.roles.enumerated() {
                for hasKeys in [false, true] {
                    let token = try server.token(role, "\"rights\":\(hasKeys ? "[\"keys\"]" : "[]")")
                    for need in Self.needs {
                        let isAllowed = try rank >= #require(Self.roles.firstIndex(of: need.role))
                        let isGiven = isAllowed && (hasKeys || !need.needsKeys)
                        try Self.expect(need, token, isGiven, "\(role), keys \(hasKeys)", server)
                    }
                }
            }
        }
    }

    @Test func `each change is refused to every role below, and then given`() throws {
        try TestServer.run { server in
            let tokens = try Self.roles.map { try server.token($0) }
            for need in Self.changes {
                let least = try #require(Self.roles.firstIndex(of: need.role))
                for rank in 0..<least { try Self.expect(need, tokens[rank], false, Self.roles[rank], server) }
                try Self.expect(need, tokens[least], true, need.role, server)
            }
        }
    }

    @Test func `without a token every route but the open ones is 401 and says Bearer`() throws {
        try TestServer.run { server in
            for need in Self.needs + Self.changes {
                let reply = try Self.send(need, .nobody, server)
                #expect(reply.verdict == "401 IotHubUnauthorized", "\(need.method) \(need.path): \(reply)")
                #expect(reply["www-authenticate"]?.hasPrefix("Bearer") == true, "\(reply)")
            }
            for path in ["/healthz", "/readyz", "/openapi.json"] {
                #expect(try server.get(path, as: .nobody).status == 200, "\(path)")
            }
        }
    }

    @Test func `a wrong token is 401, and refused for a while after twenty of the same`() throws {
        try TestServer.run { server in
            let owner = try server.ownerToken()
            let wrong = String(owner.dropLast()) + (owner.hasSuffix("A") ? "E" : "A")
            for _ in 0..<20 {
                let reply = try server.get("/v1/hubs", as: .token(wrong))
                #expect(reply.verdict == "401 IotHubUnauthorizedAccess", "\(reply)")
            }
            let limited = try server.get("/v1/hubs", as: .token(wrong))
            #expect(limited.verdict == "429 ThrottlingException", "\(limited)")
            #expect(Int(limited["retry-after"] ?? "") ?? 0 > 0, "\(limited)")
            // The right one and another wrong one, from the same address, are not held up.
            #expect(try server.get("/v1/hubs").status == 200)
            #expect(try server.get("/v1/hubs", as: .token("dst_other")).status == 401)
        }
    }

    @Test func `an expired token is refused from its second on`() throws {
        try TestServer.run { server in
            let end = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 5))
            let token = try server.token("reader", "\"expiresAt\":\"\(end)\"")
            var last = try server.get("/v1/hubs", as: .token(token))
            #expect(last.status == 200, "\(last)")
            try wait(for: "the token's end") {
                last = try server.get("/v1/hubs", as: .token(token))
                return last.status != 200
            }
            #expect(last.verdict == "401 IotHubUnauthorizedAccess", "\(last)")
            #expect(last.json["error"]?["message"]?.text?.contains("expired") == true, "\(last)")
            let run = try server.cli("hub", "list", environment: ["DEVICESTREAM_TOKEN": token])
            #expect(run.status == 4, "\(run)")
        }
    }

    @Test func `a token for one hub sees no other, and makes none that is wider`() throws {
        try TestServer.run { server in
            _ = try server.request("POST", "/v1/hubs", json: #"{"name":"second"}"#)
            let token = try server.token("owner", #""hubs":["second"]"#, #""rights":[]"#)
            let scoped = Bearer.token(token)
            let hubs = try server.get("/v1/hubs", as: scoped).json["value"]?.rows ?? []
            #expect(hubs.compactMap { $0["name"]?.text } == ["second"])
            #expect(try server.get("/v1/hubs/second", as: scoped).status == 200)
            for path in ["", "/devices", "/deviceStreams", "/allowlist", "/policies"] {
                let reply = try server.get("/v1/hubs/hub" + path, as: scoped)
                #expect(reply.verdict == "404 HubNotFound", "\(path): \(reply)")
            }
            let hub = try server.request("POST", "/v1/hubs", json: #"{"name":"third"}"#, as: scoped)
            #expect(hub.verdict == "403 Forbidden", "\(hub)")
            for wider in [#""hubs":["hub"]"#, #""hubs":["second","hub"]"#, #""rights":["keys"]"#] {
                let reply = try server.request(
                    "POST",
                    "/v1/tokens",
                    json: "{\"name\":\"wider\",\"role\":\"owner\",\(wider)}",
                    as: scoped
                )
                #expect([403, 404].contains(reply.status), "\(wider): \(reply)")
            }
            let inherited = try server.request("POST", "/v1/tokens", json: #"{"name":"t","role":"reader"}"#, as: scoped)
            #expect(inherited.json["hubs"]?.rows == [.string("second")], "\(inherited)")
        }
    }

    @Test func `a revoked token is refused at once`() throws {
        try TestServer.run { server in
            let token = try server.token("reader")
            let id = try #require(try server.get("/v1/tokens/self", as: .token(token)).json["id"]?.text)
            #expect(try server.request("DELETE", "/v1/tokens/\(id)").status == 204)
            #expect(try server.get("/v1/hubs", as: .token(token)).verdict == "401 IotHubUnauthorizedAccess")
        }
    }

    private static func expect(
        _ need: Need,
        _ token: String,
        _ isGiven: Bool,
        _ who: String,
        _ server: TestServer
    ) throws {
        let reply = try send(need, .token(token), server)
        let comment: Comment = "\(who): \(need.method) \(need.path): \(reply)"
        if isGiven {
            #expect((200...204).contains(reply.status), comment)
        } else {
            #expect(reply.verdict == "403 Forbidden", comment)
        }
    }

    private static func send(_ need: Need, _ bearer: Bearer, _ server: TestServer) throws -> HTTPReply {
        guard need.path.hasSuffix("deviceImport") else {
            return try server.request(need.method, need.path, json: need.json, as: bearer)
        }
        return try server.importDevices(["{\"deviceId\":\"press-09\"}"], as: bearer)
    }

    @Test func `a caller without a token reads what firewalls need where the server lets it`() throws {
        let environment = ["DEVICESTREAM_ANONYMOUS_ENDPOINTS_READ": "true"]
        try TestServer.run(environment: environment) { (server) throws in
            for path in ["deviceStreams", "allowlist", "allowlist/version"] {
                #expect(try server.get("/v1/hubs/hub/\(path)", as: .nobody).status == 200)
            }
            for path in ["/v1/hubs", "/v1/hubs/hub", "/v1/hubs/hub/devices", "/v1/tokens", "/v1/tokens/self"] {
                #expect(try server.get(path, as: .nobody).status == 401)
            }
            // A wrong token is worse than none.
            #expect(try server.get("/v1/hubs/hub/deviceStreams", as: .token("dst_wrong")).status == 401)
        }
    }
}
