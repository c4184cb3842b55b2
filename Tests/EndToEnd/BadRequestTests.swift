import Testing

/// Requests that no client should send: each gets the right code, and the server lives on.
struct BadRequestTests {
    @Test func `bodies that are no JSON, or not the right one`() throws {
        let deep = String(repeating: "[", count: 100_000)
        let nested = "{\"deviceId\":" + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + "}"
        let rows: [(String, String)] = [
            ("", "400 IotHubFormatError"),
            ("{", "400 IotHubFormatError"),
            ("{\"deviceId\":\"a\"", "400 IotHubFormatError"),
            ("not JSON", "400 IotHubFormatError"),
            ("{\"deviceId\":\"a\"} x", "400 IotHubFormatError"),
            ("{'deviceId':'a'}", "400 IotHubFormatError"),
            ("{\"deviceId\":\"\\ud800\"}", "400"),
            (deep, "400 IotHubFormatError"),
            (nested, "400"),
            ("[]", "400 ArgumentInvalid"),
            ("null", "400 ArgumentInvalid"),
            ("\"a\"", "400 ArgumentInvalid"),
            ("1", "400 ArgumentInvalid"),
            ("{}", "400 ArgumentInvalid"),
            ("{\"deviceId\":7}", "400 ArgumentInvalid"),
            ("{\"deviceId\":null}", "400 ArgumentInvalid"),
            ("{\"deviceId\":[\"a\"]}", "400 ArgumentInvalid"),
            ("{\"deviceId\":\"a\",\"status\":\"on\"}", "400 ArgumentInvalid"),
            ("{\"deviceId\":\"a\",\"status\":1}", "400 ArgumentInvalid"),
            ("{\"deviceId\":\"a\",\"tags\":[]}", "400 ArgumentInvalid"),
            ("{\"deviceId\":\"a\",\"tags\":{\"x\":1}}", "400 ArgumentInvalid"),
            ("{\"deviceId\":\"a\",\"authentication\":\"sas\"}", "400 ArgumentInvalid"),
            (
                "{\"deviceId\":\"a\",\"authentication\":{\"symmetricKey\":{\"primaryKey\":\"short\"}}}",
                "400 ArgumentInvalid"
            ),
            ("{\"deviceId\":\"a\",\"etag\":\"x\"}", "400 ArgumentInvalid"),
            ("{\"deviceId\":\"a\",\"deviceID\":\"b\"}", "400 ArgumentInvalid"),
        ]
        try TestServer.run { server in
            for (body, expected) in rows {
                let reply = try server.request("POST", "/v1/hubs/hub/devices", json: body.isEmpty ? " " : body)
                #expect(reply.verdict.hasPrefix(expected), "\(body.prefix(80)): \(reply)")
                #expect(reply["x-ms-request-id"] == reply.json["error"]?["trackingId"]?.text)
            }
            try Self.expectAlive(server)
        }
    }

    @Test func `an unknown member is named, however deep it stands`() throws {
        let rows = [
            ("/v1/hubs/hub/devices", "{\"deviceId\":\"a\",\"colour\":1}", "colour"),
            (
                "/v1/hubs/hub/devices", "{\"deviceId\":\"a\",\"authentication\":{\"symmetricKey\":{\"third\":1}}}",
                "authentication.symmetricKey.third"
            ),
            ("/v1/hubs", "{\"name\":\"plant-7\",\"properties\":{\"limits\":{\"doors\":1}}}", "properties.limits.doors"),
            ("/v1/tokens", "{\"name\":\"t\",\"role\":\"reader\",\"scope\":1}", "scope"),
            ("/v1/hubs/hub/endpoints", "{\"stamp\":\"local-002\",\"port\":1}", "port"),
        ]
        try TestServer.run { server in
            for (path, body, member) in rows {
                let reply = try server.request("POST", path, json: body)
                #expect(reply.verdict == "400 ArgumentInvalid", "\(reply)")
                #expect(reply.json["error"]?["target"]?.text == member, "\(reply)")
                #expect(reply.json["error"]?["message"]?.text?.contains("'\(member)'") == true, "\(reply)")
            }
        }
    }

    @Test func `ids outside the alphabet are refused in bodies and paths`() throws {
        let ids = [
            "", ".", "..", "press 07", "press/07", "press\\\\07", "pre\\u0000ss", "pr\\u00e4ss", "press\\n07",
            "<press>",
            "\\u202epress", String(repeating: "a", count: 129),
        ]
        try TestServer.run { server in
            for id in ids {
                let reply = try server.request("POST", "/v1/hubs/hub/devices", json: "{\"deviceId\":\"\(id)\"}")
                #expect(reply.verdict == "400 ArgumentInvalid", "'\(id)': \(reply)")
            }
            for path in [
                "devices/press%2007", "devices/pr%C3%A4ss", "devices/" + String(repeating: "a", count: 129),
                "devices/%3Cpress%3E", "endpoints/two", "endpoints/0", "endpoints/-1", "endpoints/99999999999999999999",
                "policies/no%20name", "certificates/no%20name",
            ] {
                let reply = try server.get("/v1/hubs/hub/" + path)
                #expect(reply.verdict == "400 ArgumentInvalid", "\(path): \(reply)")
            }
            let allowed = "A-z:0.+%_#*?!(),=@;$'"
            let created = try server.request("POST", "/v1/hubs/hub/devices", json: "{\"deviceId\":\"\(allowed)\"}")
            #expect(created.status == 201, "\(created)")
            let location = try #require(created["location"])
            #expect(try server.get(location).json["deviceId"]?.text == allowed)
            let shown = try server.cli("device", "show", allowed, "--query", "deviceId", "-o", "tsv")
            #expect(shown.output == allowed + "\n", "\(shown)")
        }
    }

    @Test func `sizes have limits`() throws {
        try TestServer.run { server in
            func device(_ bytes: Int) -> String {
                "{\"deviceId\":\"a\"}" + String(repeating: " ", count: bytes - 16)
            }
            let whole = try server.request("POST", "/v1/hubs/hub/devices", json: device(1 << 20))
            #expect(whole.status == 201, "\(whole)")
            let large = try server.request("POST", "/v1/hubs/hub/devices", json: device((1 << 20) + 1))
            #expect(large.verdict == "413 MessageTooLarge", "\(large)")
            let huge = try server.request("POST", "/v1/hubs/hub/devices", json: device(64 << 20))
            #expect(huge.verdict == "413 MessageTooLarge", "\(huge)")
            let chunked = try server.request(
                "POST",
                "/v1/hubs/hub/devices",
                json: device(2 << 20),
                fields: ["Transfer-Encoding: chunked"]
            )
            #expect(chunked.verdict == "413 MessageTooLarge", "\(chunked)")
            let fields = try server.get("/v1/hubs", fields: ["X-Long: " + String(repeating: "x", count: 17_000)])
            #expect(fields.verdict == "431 HeadersTooLarge", "\(fields)")
            let many = try server.get("/v1/hubs", fields: (0..<300).map { "X-\($0): 1" })
            #expect(many.verdict == "431 HeadersTooLarge", "\(many)")
            let target = try server.get("/v1/hubs/" + String(repeating: "x", count: 20_000))
            #expect([400, 414, 431].contains(target.status), "\(target)")
            let line = "{\"deviceId\":\"b\"}" + String(repeating: " ", count: 70_000)
            let imported = try server.importDevices([line, "{\"deviceId\":\"c\"}"])
            #expect(imported.json["created"]?.number == 1, "\(imported)")
            #expect(imported.json["errors"]?.rows.first?["code"]?.text == "MessageTooLarge", "\(imported)")
            try Self.expectAlive(server)
        }
    }

    @Test func `types of content that a route does not read are 415`() throws {
        try TestServer.run { server in
            for type in [
                "text/plain", "application/xml", "application/x-www-form-urlencoded",
                "application/json; charset=latin1",
            ] {
                let reply = try server.request(
                    "POST",
                    "/v1/hubs/hub/devices",
                    body: (type, Array("{\"deviceId\":\"a\"}".utf8))
                )
                #expect(reply.verdict == "415 UnsupportedMediaType", "\(type): \(reply)")
            }
            let lines = try server.request("POST", "/v1/hubs/hub/deviceImport", json: "{\"deviceId\":\"a\"}")
            #expect(lines.verdict == "415 UnsupportedMediaType", "\(lines)")
            let packed = try server.request(
                "POST",
                "/v1/hubs/hub/devices",
                json: "{\"deviceId\":\"a\"}",
                fields: ["Content-Encoding: gzip"]
            )
            #expect(packed.verdict == "415 UnsupportedMediaType", "\(packed)")
        }
    }

    @Test func `methods that a path does not take are 405 with Allow`() throws {
        let rows = [
            ("PUT", "/v1/hubs", "GET, HEAD, POST"), ("DELETE", "/v1/hubs", "GET, HEAD, POST"),
            ("POST", "/v1/hubs/hub", "GET, HEAD, PATCH, DELETE"), ("PROPFIND", "/v1/hubs", "GET, HEAD, POST"),
            ("OPTIONS", "/v1/hubs", "GET, HEAD, POST"), ("TRACE", "/v1/hubs", "GET, HEAD, POST"),
            ("GET", "/v1/hubs/hub/deviceImport", "POST"), ("DELETE", "/v1/hubs/hub/deviceStreams", "GET, HEAD"),
            ("POST", "/healthz", "GET, HEAD"), ("GET", "/v1/hubs/hub/devices/a/keys/rotate", "POST"),
        ]
        try TestServer.run { server in
            for (method, path, allow) in rows {
                let reply = try server.request(method, path)
                #expect(reply.verdict == "405 MethodNotAllowed", "\(method) \(path): \(reply)")
                #expect(reply["allow"] == allow, "\(method) \(path): \(reply)")
            }
        }
    }

    @Test func `paths that the API does not have are 404 in the envelope`() throws {
        try TestServer.run { server in
            for path in [
                "/", "/v1", "/v2/hubs", "/v1/hub", "/V1/hubs", "/v1/hubs/hub/things", "/favicon.ico", "/metrics",
            ] {
                let reply = try server.get(path)
                #expect(reply.verdict == "404 ResourceNotFound", "\(path): \(reply)")
                #expect(reply["content-type"]?.hasPrefix("application/json") == true)
            }
        }
    }

    @Test func `hosts that the server does not own are 421`() throws {
        try TestServer.run { server in
            for host in [
                "example.com", "evil.devicestream.localhost.example.com", "10.0.0.1", "other.devicestream.localhost",
            ] {
                let reply = try server.get("/v1/hubs", fields: ["Host: \(host)"])
                #expect(reply.verdict == "421 MisdirectedRequest", "\(host): \(reply)")
            }
            for host in [
                "localhost", "127.0.0.1", "devicestream.localhost", "hub.devicestream.localhost:\(server.port)",
                "HUB.devicestream.localhost", "[::1]",
            ] {
                let reply = try server.get("/v1/hubs", fields: ["Host: \(host)"])
                #expect(reply.status == 200, "\(host): \(reply)")
            }
            // Firewalls that let a streaming endpoint through mean streams.
            let streaming = try server.get("/v1/hubs", fields: ["Host: hub.local-001.streams.devicestream.localhost"])
            #expect(streaming.status == 404, "\(streaming)")
        }
    }

    @Test func `a link to the next page never leads to a host that the caller made up`() throws {
        try TestServer.run { server in
            _ = try server.importDevices((0..<5).map { "{\"deviceId\":\"d-\($0)\"}" })
            let reply = try server.get(
                "/v1/hubs/hub/devices?$top=2",
                fields: ["X-Forwarded-Host: evil.example.com", "Forwarded: host=evil.example.com"]
            )
            let next = try #require(reply.json["nextLink"]?.text)
            #expect(next.hasPrefix(server.origin + "/"), "\(next)")
        }
    }

    static func expectAlive(_ server: TestServer) throws {
        let reply = try server.get("/readyz", as: .nobody)
        #expect(reply.status == 200, "\(reply)")
    }
}
