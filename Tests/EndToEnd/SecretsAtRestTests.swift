import Foundation
import Testing

/// What lies on the disk gives no key and no token away.
struct SecretsAtRestTests {
    @Test func `database, log of it, backup and log output hold no key and no token`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        try TestServer.run(["--log-level", "trace"], state: files.path + "/state") { server in
            let secrets = try Self.collect(server)
            #expect(secrets.count > 25)
            let database = server.state + "/devicestream.db"
            try ProgramRun.tool("sqlite3", ["-readonly", database, ".backup '\(files.path)/backup.db'"])
            try Self.expectNone(
                of: secrets,
                in: files,
                ["state/devicestream.db", "state/devicestream.db-wal", "backup.db"]
            )
            // Read twice: a checkpoint moves pages from one file to the other.
            server.program.signal(SIGTERM)
            #expect(try server.program.wait() == 0)
            try Self.expectNone(of: secrets, in: files, ["state/devicestream.db", "state/devicestream.db-wal"])
            let log = Array(server.log.utf8)
            #expect(!log.isEmpty)
            for secret in secrets { Self.expect(log, holdsNone: secret, "the log") }
        }
        // The search finds what is there in clear, and the store is where it was looked for.
        let found = ["state/devicestream.db", "state/devicestream.db-wal"].contains { name in
            files.bytes(name).firstRange(of: Array("press-in-clear".utf8)) != nil
        }
        #expect(found)
    }

    @Test func `the command line shows no token, whatever it is asked to show`() throws {
        try TestServer.run { server in
            let token = try server.ownerToken()
            for arguments in [
                ["show", "-n", "hub", "--debug", "--verbose"], ["context", "show"], ["context", "list"],
                ["token", "list"], ["token", "list", "-o", "table"], ["device", "list", "--debug"],
            ] {
                let run = try server.cli(arguments)
                #expect(run.status == 0, "\(run)")
                #expect(!run.output.contains(token) && !run.error.contains(token), "\(arguments): \(run)")
            }
        }
    }

    @Test func `keys stand in no resource and no list`() throws {
        try TestServer.run { server in
            _ = try server.request("POST", "/v1/hubs/hub/devices", json: #"{"deviceId":"press-07"}"#)
            let keys = try server.get("/v1/hubs/hub/devices/press-07/keys").json
            let policyKeys = try server.get("/v1/hubs/hub/policies/service/keys").json
            let secrets = [keys, policyKeys].flatMap { [$0["primaryKey"]?.text, $0["secondaryKey"]?.text] }.compactMap(
                \.self
            )
            #expect(secrets.count == 4)
            for path in [
                "/v1/hubs", "/v1/hubs/hub", "/v1/hubs/hub/policies", "/v1/hubs/hub/policies/service",
                "/v1/hubs/hub/devices", "/v1/hubs/hub/devices/press-07", "/v1/hubs/hub/deviceExport", "/v1/tokens",
                "/v1/tokens/self",
            ] {
                let reply = try server.get(path)
                #expect(reply.status == 200, "\(path)")
                for secret in secrets { #expect(!reply.text.contains(secret), "\(path)") }
                #expect(!reply.text.contains("dst_") && !reply.text.contains("dsc_"), "\(path)")
            }
        }
    }

    @Test func `reading keys is logged, without the keys`() throws {
        try TestServer.run { server in
            let keys = try server.get("/v1/hubs/hub/policies/service/keys").json
            let key = try #require(keys["primaryKey"]?.text)
            try wait(for: "the line in the log") { server.log.contains("service") }
            #expect(!server.log.contains(key))
        }
    }

    /// Makes keys and tokens in every way there is, and returns all of them.
    private static func collect(_ server: TestServer) throws -> [String] {
        var secrets = [try server.ownerToken()]
        for role in ["endpoints.read", "reader", "operator", "owner"] { secrets.append(try server.token(role)) }
        let client = try server.request("POST", "/v1/tokens", json: #"{"name":"az","kind":"client","role":"owner"}"#)
        guard let clientSecret = client.json["clientSecret"]?.text else {
            throw RunningProgram.Failure(description: "no client secret: \(client)")
        }
        secrets.append(clientSecret)
        func addKeys(_ path: String) throws {
            let keys = try server.get(path + "/keys")
            for slot in ["primaryKey", "secondaryKey"] {
                guard let key = keys.json[slot]?.text else {
                    throw RunningProgram.Failure(description: "no keys at \(path): \(keys)")
                }
                secrets.append(key)
            }
        }
        for policy in ["iothubowner", "service", "device", "registryRead", "registryReadWrite"] {
            try addKeys("/v1/hubs/hub/policies/\(policy)")
            _ = try server.request("POST", "/v1/hubs/hub/policies/\(policy)/keys/rotate", json: #"{"key":"primary"}"#)
            try addKeys("/v1/hubs/hub/policies/\(policy)")
        }
        let chosen = Data((0..<48).map { UInt8(200 - $0) }).base64EncodedString()
        let bodies = [
            #"{"deviceId":"press-in-clear"}"#,
            "{\"deviceId\":\"chosen\",\"authentication\":{\"symmetricKey\":{\"primaryKey\":\"\(chosen)\"}}}",
        ]
        for body in bodies {
            let reply = try server.request("POST", "/v1/hubs/hub/devices", json: body)
            #expect(reply.status == 201, "\(reply)")
        }
        _ = try server.importDevices(["{\"deviceId\":\"imported\"}"])
        for device in ["press-in-clear", "chosen", "imported"] {
            try addKeys("/v1/hubs/hub/devices/\(device)")
            _ = try server.request("POST", "/v1/hubs/hub/devices/\(device)/keys/rotate", json: #"{"key":"secondary"}"#)
            try addKeys("/v1/hubs/hub/devices/\(device)")
        }
        #expect(secrets.contains(chosen))
        let signing = Data((0..<48).map { UInt8(100 + $0) }).base64EncodedString()
        let hook = try server.request(
            "PUT",
            "/v1/hubs/hub/diagnosticSettings/hook",
            json: "{\"categories\":[\"Connections\"],\"destination\":{\"kind\":\"webhook\","
                + "\"url\":\"https://hooks.invalid/\"},\"secret\":\"\(signing)\"}"
        )
        #expect(hook.status == 201, "\(hook)")
        #expect(!hook.text.contains(signing))
        secrets.append(signing)
        return Array(Set(secrets))
    }

    private static func expectNone(of secrets: [String], in files: TemporaryDirectory, _ names: [String]) throws {
        for name in names {
            let bytes = files.bytes(name)
            for secret in secrets { expect(bytes, holdsNone: secret, name) }
        }
    }

    /// The secret as text, without its prefix or padding, in both alphabets of base64, in hexadecimal, and as the bytes
    /// that it stands for.
    private static func expect(_ bytes: [UInt8], holdsNone secret: String, _ place: String) {
        let bare = secret.hasPrefix("dst_") ? String(secret.dropFirst(4)) : secret
        let standard = bare.replacing("-", with: "+").replacing("_", with: "/")
        let unpadded = String(standard.prefix { $0 != "=" })
        let padded = unpadded + String(repeating: "=", count: (4 - unpadded.count % 4) % 4)
        let raw = Array(Data(base64Encoded: padded) ?? Data())
        #expect(raw.count >= 16, "a secret that is not base64")
        let hexadecimal = raw.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let url = unpadded.replacing("+", with: "-").replacing("/", with: "_")
        for text in [unpadded, url, hexadecimal, hexadecimal.uppercased()] {
            #expect(bytes.firstRange(of: Array(text.utf8)) == nil, "\(place) holds a secret")
        }
        #expect(bytes.firstRange(of: raw) == nil, "\(place) holds the bytes of a secret")
    }
}
