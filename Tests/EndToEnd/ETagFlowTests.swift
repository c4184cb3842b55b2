import Foundation
import Testing

struct ETagFlowTests {
    @Test(arguments: [
        "/v1/hubs", "/v1/hubs/hub", "/v1/hubs/hub/deviceStreams", "/v1/hubs/hub/endpoints", "/v1/hubs/hub/allowlist",
        "/v1/hubs/hub/allowlist/version", "/v1/hubs/hub/allowlist/changes", "/v1/hubs/hub/allowlist?format=csv",
        "/v1/hubs/hub/allowlist?format=names", "/v1/hubs/hub/policies", "/v1/hubs/hub/policies/service",
        "/v1/hubs/hub/certificates", "/v1/hubs/hub/devices", "/v1/hubs/hub/devices/press-07", "/v1/tokens",
        "/v1/tokens/self", "/openapi.json",
    ])
    func `what was read and has not changed is 304`(path: String) throws {
        try TestServer.run { server in
            _ = try server.request("POST", "/v1/hubs/hub/devices", json: #"{"deviceId":"press-07"}"#)
            let first = try server.get(path)
            #expect(first.status == 200, "\(first)")
            let tag = try #require(first.etag)
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 2, "\(tag)")
            let same = try server.get(path, fields: ["If-None-Match: \(tag)"])
            #expect(same.status == 304, "\(same)")
            #expect(same.body.isEmpty)
            #expect(same.etag == tag)
            let others = try server.get(path, fields: ["If-None-Match: \"other\", W/\(tag)"])
            #expect(others.status == 304, "\(others)")
            let different = try server.get(path, fields: ["If-None-Match: \"other\""])
            #expect(different.status == 200)
            #expect(different.body == first.body)
        }
    }

    @Test func `a change with an old tag is 412 and changes nothing`() throws {
        try TestServer.run { server in
            let path = "/v1/hubs/hub/devices/press-07"
            _ = try server.request("POST", "/v1/hubs/hub/devices", json: #"{"deviceId":"press-07"}"#)
            let old = try #require(try server.get(path).etag)
            let change = #"{"status":"disabled"}"#
            let changed = try server.request("PATCH", path, json: change, fields: ["If-Match: \(old)"])
            #expect(changed.status == 200, "\(changed)")
            let new = try #require(changed.etag)
            #expect(new != old)
            let late = try server.request("PATCH", path, json: #"{"status":"enabled"}"#, fields: ["If-Match: \(old)"])
            #expect(late.verdict == "412 PreconditionFailed")
            #expect(try server.get(path).json["status"]?.text == "disabled")
            #expect(try server.request("DELETE", path, fields: ["If-Match: \(old)"]).status == 412)
            #expect(try server.get(path, fields: ["If-None-Match: \(old)"]).status == 200)
            #expect(try server.request("DELETE", path, fields: ["If-Match: \(new)"]).status == 204)
            let gone = try server.request("PATCH", path, json: change, fields: ["If-Match: *"])
            #expect([404, 412].contains(gone.status), "\(gone)")
        }
    }

    @Test func `the command line takes a tag and ends with 6 when it is old`() throws {
        try TestServer.run { server in
            let created = try server.cli("device", "create", "press-07", "--query", "etag", "-o", "tsv")
            let tag = created.output.trimmingCharacters(in: .newlines)
            let first = try server.cli("device", "update", "press-07", "--tags", "site=berlin", "--if-match", tag)
            #expect(first.status == 0, "\(first)")
            let second = try server.cli("device", "update", "press-07", "--tags", "site=bonn", "--if-match", tag)
            #expect(second.status == 6, "\(second)")
            #expect(second.error.contains("PreconditionFailed (412001)"), "\(second)")
            let site = try server.cli("device", "show", "press-07", "--query", "tags.site", "-o", "tsv")
            #expect(site.output == "berlin\n")
        }
    }

    @Test func `the allowlist keeps its tag when devices change and gets another with an endpoint`() throws {
        try TestServer.run { server in
            let path = "/v1/hubs/hub/allowlist"
            let before = try #require(try server.get(path).etag)
            let version = try server.get(path + "/version").json["version"]?.text
            _ = try server.request("POST", "/v1/hubs/hub/devices", json: #"{"deviceId":"press-07"}"#)
            #expect(try server.get(path, fields: ["If-None-Match: \(before)"]).status == 304)
            let added = try server.request(
                "POST",
                "/v1/hubs/hub/endpoints",
                json: #"{"stamp":"local-002","ips":["192.0.2.20/32"],"force":true}"#
            )
            #expect(added.status == 201, "\(added)")
            let after = try server.get(path, fields: ["If-None-Match: \(before)"])
            #expect(after.status == 200)
            #expect(after.etag != before)
            #expect(after.json["version"]?.text != version)
            let changes = try server.get(path + "/changes?since=\(version ?? "")")
            let rows = changes.json["value"]?.rows ?? []
            #expect(rows.count == 1, "\(changes)")
            #expect(rows.first?["disposition"]?.text == "Add")
        }
    }

    @Test func `ids of requests come back when they are harmless`() throws {
        try TestServer.run { server in
            let plain = try server.get("/v1/hubs")
            #expect(plain["x-ms-request-id"]?.isEmpty == false)
            let echoed = try server.get("/v1/hubs", fields: ["x-ms-client-request-id: poll-42"])
            #expect(echoed["x-ms-client-request-id"] == "poll-42")
            #expect(echoed["x-ms-request-id"] != plain["x-ms-request-id"])
            let long = String(repeating: "x", count: 129)
            let refused = try server.get("/v1/hubs", fields: ["x-ms-client-request-id: \(long)"])
            #expect(refused["x-ms-client-request-id"] == nil)
            let strange = try server.get("/v1/hubs", fields: ["x-ms-client-request-id: ä"])
            #expect(strange["x-ms-client-request-id"] == nil)
            let error = try server.get("/v1/hubs/nowhere")
            #expect(error.json["error"]?["trackingId"]?.text == error["x-ms-request-id"])
        }
    }
}
