import Testing

/// Paths that mean one thing to one program and another to the next.
struct PathTrickTests {
    @Test func `escaped slashes, nulls, double encoding and dot segments are 400`() throws {
        let paths = [
            "/v1/hubs/hub/devices/a%2Fb", "/v1/hubs/hub/devices/a%2fb", "/v1/hubs/hub/devices/%2e",
            "/v1/hubs/hub/devices/.",
            "/v1/hubs/hub/devices/..", "/v1/hubs/hub/devices/%2e%2e", "/v1/hubs/hub/devices/%2E.",
            "/v1/hubs/hub/devices/a%00", "/v1/hubs/hub/devices/%00", "/v1/hubs/hub%00/devices",
            "/v1/hubs/hub/./devices",
            "/v1/hubs/hub/../hub", "/v1/hubs/hub/devices/../..", "/v1//hubs", "//v1/hubs", "/v1/hubs/", "/v1/hubs/hub/",
            "/v1/hubs/hub/devices/a%5Cb", "/v1/hubs/hub/devices/a%", "/v1/hubs/hub/devices/a%4",
            "/v1/hubs/hub/devices/a%zz",
            "/v1/hubs/hub/devices/%ff", "/v1/hubs/hub/devices/%c0%af", "/v1/hubs/hub/devices/%0a",
            "/v1/hubs/hub/devices/%7f", "/v1/hubs/hub/devices/%c2%85",
        ]
        try TestServer.run { server in
            for path in paths {
                for method in ["GET", "DELETE"] {
                    let reply = try server.request(method, path)
                    #expect(reply.verdict == "400 IotHubFormatError", "\(method) \(path): \(reply)")
                }
            }
            #expect(try server.get("/v1/hubs/hub").status == 200)
        }
    }

    @Test func `a percent sign is decoded once`() throws {
        try TestServer.run { server in
            for (id, path) in [("a%2Fb", "a%252Fb"), ("a%00", "a%2500"), ("%2e%2e", "%252e%252e"), ("a%b", "a%25b")] {
                let created = try server.request("POST", "/v1/hubs/hub/devices", json: "{\"deviceId\":\"\(id)\"}")
                #expect(created.status == 201, "\(created)")
                let reply = try server.get("/v1/hubs/hub/devices/" + path)
                #expect(reply.json["deviceId"]?.text == id, "\(reply)")
                #expect(try server.request("DELETE", "/v1/hubs/hub/devices/" + path).status == 204)
                #expect(try server.get("/v1/hubs/hub/devices/" + path).verdict == "404 DeviceNotFound")
            }
            #expect(try server.get("/v1/hubs/hub").status == 200)
        }
    }

    @Test(arguments: [".", "..", "../..", "%2e%2e", "a/../..", "x%2F..%2F..", "..%2f..", "\u{2025}"])
    func `deleting a device with the name of a path touches no hub`(id: String) throws {
        try TestServer.run { server in
            let before = try server.get("/v1/hubs/hub").body
            let run = try server.cli("device", "delete", id, "-n", "hub", "-y")
            #expect(run.status != 0, "\(run)")
            #expect(run.output == "")
            let path = try server.cli("api", "DELETE", "/v1/hubs/hub/devices/" + id)
            #expect(path.status != 0, "\(path)")
            let hub = try server.get("/v1/hubs/hub")
            #expect(hub.status == 200)
            #expect(hub.body == before)
        }
    }

    @Test func `a device whose id looks like an escape is deleted, and only that one`() throws {
        try TestServer.run { server in
            for id in ["%2e%2e", "a%2Fb", "a?b", "a#b", "a"] {
                let created = try server.cli("device", "create", id)
                #expect(created.status == 0, "\(created)")
            }
            for id in ["%2e%2e", "a%2Fb", "a?b", "a#b"] {
                let deleted = try server.cli("device", "delete", id, "-y")
                #expect(deleted.status == 0, "\(id): \(deleted)")
            }
            #expect(try server.deviceIDs(top: 10) == ["a"])
            #expect(try server.get("/v1/hubs/hub").status == 200)
        }
    }
}
