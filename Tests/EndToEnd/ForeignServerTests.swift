import Foundation
import Testing

/// A credential goes to the server that it belongs to, and to no other.
struct ForeignServerTests {
    @Test func `another server gets no credential of the context`() throws {
        try TestServer.run { server in
            try ForeignServer.run { foreign in
                let token = try server.ownerToken()
                for arguments in [
                    ["show", "--name", "hub"], ["device", "list", "-n", "hub"], ["api", "GET", "/v1/hubs"],
                    ["device", "create", "press-07", "-n", "hub"],
                ] {
                    let run = try server.cli(
                        arguments + ["--server", foreign.origin, "--cacert", foreign.caFile, "--debug"]
                    )
                    #expect(!run.output.contains(token) && !run.error.contains(token), "\(run)")
                }
                // They did arrive there.
                #expect(foreign.requests.contains("GET /v1/hubs/hub/deviceStreams"), "\(foreign.requests)")
                Self.expectNoCredential(foreign, token)
            }
        }
    }

    @Test func `DEVICESTREAM_SERVER gets no credential of the context`() throws {
        try TestServer.run { server in
            try ForeignServer.run { foreign in
                let variables = ["DEVICESTREAM_SERVER": foreign.origin, "DEVICESTREAM_CACERT": foreign.caFile]
                _ = try server.cli("show", "--name", "hub", environment: variables)
                #expect(foreign.requests.contains("GET /v1/hubs/hub/deviceStreams"))
                Self.expectNoCredential(foreign, try server.ownerToken())
            }
        }
    }

    @Test func `the credential of one server in the environment goes to no other`() throws {
        try TestServer.run { server in
            try ForeignServer.run { foreign in
                let token = "dst_" + String(repeating: "x", count: 43)
                _ = try server.show(
                    from: foreign,
                    environment: ["DEVICESTREAM_SERVER": server.origin, "DEVICESTREAM_TOKEN": token]
                )
                #expect(foreign.requests.contains("GET /v1/hubs/hub/deviceStreams"))
                Self.expectNoCredential(foreign, token)
            }
        }
    }

    @Test func `a login at another server keeps each credential with its own`() throws {
        try TestServer.run { server in
            try ForeignServer.run { foreign in
                let token = "dst_" + String(repeating: "y", count: 43)
                let fingerprint = try Certificates.fingerprint(server.caFile)
                let owner = try server.files.write("owner", (try server.ownerToken() + "\n").utf8)
                let login = try server.cli(
                    "login",
                    "--server",
                    server.origin,
                    "--ca-fingerprint",
                    fingerprint,
                    "--token-file",
                    owner
                )
                #expect(login.status == 0, "\(login)")
                _ = try server.show(from: foreign)
                #expect(foreign.requests.contains("GET /v1/hubs/hub/deviceStreams"))
                Self.expectNoCredential(foreign, try server.ownerToken())
                // One that is named for it does go there: the recording works.
                _ = try server.show(from: foreign, environment: ["DEVICESTREAM_TOKEN": token])
                #expect(foreign.requests.contains("Bearer \(token)"))
            }
        }
    }

    @Test func `a redirect is not followed`() throws {
        try TestServer.run { server in
            try ForeignServer.run { target in
                let redirect =
                    "HTTP/1.1 307 Temporary Redirect\r\nLocation: \(target.origin)/v1/hubs\r\nContent-Length: 0\r\n\r\n"
                try ForeignServer.run(redirect) { foreign in
                    let run = try server.show(from: foreign, environment: ["DEVICESTREAM_TOKEN": "dst_secret"])
                    #expect(run.status == 14, "\(run)")
                    #expect(run.output == "")
                    #expect(foreign.requests.contains("GET "))
                    #expect(target.requests == "")
                }
            }
        }
    }

    @Test func `a next link of another origin is not followed`() throws {
        try TestServer.run { server in
            try ForeignServer.run { target in
                let body = "{\"value\":[{\"deviceId\":\"a\"}],\"nextLink\":\"\(target.origin)/v1/hubs/hub/devices\"}"
                let page =
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                try ForeignServer.run(page + body) { foreign in
                    let run = try server.cli(
                        [
                            "device", "list", "--all", "-n", "hub", "--server", foreign.origin, "--cacert",
                            foreign.caFile,
                        ],
                        environment: ["DEVICESTREAM_TOKEN": "dst_secret"]
                    )
                    #expect(run.status == 14, "\(run)")
                    #expect(run.output == "")
                    #expect(target.requests == "")
                }
            }
        }
    }

    @Test(arguments: ["http://localhost:1", "https://user@localhost:1", "ftp://localhost", "https://localhost:1/path"])
    func `a server that is no https origin is refused before anything is sent`(url: String) throws {
        try TestServer.run { server in
            let run = try server.cli("show", "--name", "hub", "--server", url)
            #expect(run.status == 2, "\(run)")
            #expect(run.output == "")
        }
    }

    @Test func `an api path of another origin is an error`() throws {
        try TestServer.run { server in
            try ForeignServer.run { foreign in
                let run = try server.cli("api", "GET", foreign.origin + "/v1/hubs", "--cacert", foreign.caFile)
                #expect(run.status == 2, "\(run)")
                #expect(foreign.requests == "")
            }
        }
    }

    private static func expectNoCredential(_ foreign: ForeignServer, _ token: String) {
        let requests = foreign.requests
        #expect(!requests.lowercased().contains("authorization"), "\(requests)")
        #expect(!requests.contains(token))
        #expect(!requests.contains("dst_"))
    }
}
