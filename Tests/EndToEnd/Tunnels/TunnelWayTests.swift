import Foundation
import Testing

/// The options for connections, and the exit status of each failure, as all other verbs have them.
@Suite(.timeLimit(.minutes(2))) struct TunnelWayTests {
    private static let connect = ["stream", "connect", TunnelSite.device, "echo", "-n", "hub"]

    @Test func `another CA, a server that is gone, and one that is silent, are told apart`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let trust = try server.cli(Self.connect + ["--cacert", "/etc/ssl/certs/ca-certificates.crt"])
                #expect(trust.status == 13, "\(trust)")
                let nobody = try server.cli(
                    Self.connect + ["--resolve", "devicestream.localhost:\(server.port):127.0.0.2", "--retry", "0"]
                )
                #expect(nobody.status == 7, "\(nobody)")
                // The stream's own host is another name.
                let streaming = "hub.local-001.streams.devicestream.localhost:\(server.port):127.0.0.2"
                let gateway = try server.cli(Self.connect + ["--resolve", streaming])
                #expect(gateway.status == 7, "\(gateway)")
                let token = try server.cli(Self.connect, environment: ["DEVICESTREAM_TOKEN": "dst_wrong"])
                #expect(token.status == 4, "\(token)")
            }
            let waited = try server.cli(Self.connect + ["--wait-online", "60s", "--timeout", "1s"])
            #expect(waited.status == 8, "\(waited)")
        }
    }

    @Test func `both ends go through a proxy that speaks TLS itself`() throws {
        let proxy = try ConnectProxy(speaksTLS: true)
        defer { proxy.end() }
        let good = "https://\(ConnectProxy.userName):p%40ss%3Aword@localhost:\(proxy.port)"
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let trust = try server.files.write(
                "both.pem",
                try
                    (String(contentsOfFile: server.caFile, encoding: .utf8)
                    + String(contentsOfFile: proxy.caFile, encoding: .utf8)).utf8
            )
            let way = ["--proxy", good, "--cacert", trust]
            try site.withAgent("--proxy", good, "--cacert", trust) { _ in
                // Far more than a record of TLS, inside another.
                let text = String(repeating: "0123456789abcdef", count: 100_000)
                let run = try server.cli(Self.connect + way, input: text)
                #expect(run.output == text, "\(run)")
                #expect(try proxy.cut("hub.devicestream.localhost") == 1)
            }
            let words = ["agent", "check", "--connection-string-file", site.deviceString, "-o", "tsv"]
            let query = ["--query", "[?result=='failed'].detail | [0]"]
            let check = try server.cli(words + query + ["--proxy", good, "--cacert", server.caFile])
            #expect(check.status == 12, "\(check)")
            #expect(check.output.hasPrefix("The certificate of localhost:\(proxy.port)"), "\(check)")
        }
    }

    @Test func `--debug shows the requests without secrets, and --retry counts them`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { _ in
                let run = try server.cli(Self.connect + ["--debug"], input: "hello")
                #expect(run.output == "hello", "\(run)")
                #expect(run.error.contains("> POST /v1/hubs/hub/devices/press-07/streams HTTP/1.1"), "\(run)")
                #expect(run.error.contains("Authorization: <redacted>"), "\(run)")
                #expect(try !run.error.contains(server.ownerToken()))
            }
        }
        let answer = "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n"
        try ForeignServer.run(answer) { foreign in
            for (retries, requests) in [("0", 1), ("1", 2)] {
                let before = foreign.requests.ranges(of: "GET /v1/hubs/hub/devices/press-07").count
                let words = ["forward", "press-07", "-n", "hub", "-L", "0:echo", "--retry", retries]
                let run = try ProgramRun.run(
                    Programs.client,
                    words + ["--server", foreign.origin, "--cacert", foreign.caFile],
                    environment: Spawn.environment(home: "/nonexistent", ["DEVICESTREAM_TOKEN": "dst_x"])
                )
                #expect(run.status == 7 || run.status == 11, "\(run)")
                let after = foreign.requests.ranges(of: "GET /v1/hubs/hub/devices/press-07").count
                #expect(after - before == requests, "\(run)")
            }
        }
    }

    @Test(arguments: [["agent", "run"], ["agent", "check"], ["echo", "device"], ["demo"]])
    func `where no request is sent, --retry is a mistake`(words: [String]) throws {
        let run = try ProgramRun.run(
            Programs.client,
            words + ["--retry", "3"],
            environment: Spawn.environment(home: "/nonexistent")
        )
        #expect(run.status == 2, "\(run)")
        #expect(run.error.contains("--retry"), "\(run)")
    }

    @Test func `both ends go through a proxy that wants a password`() throws {
        let proxy = try ConnectProxy()
        defer { proxy.end() }
        let good = "http://\(ConnectProxy.userName):p%40ss%3Aword@127.0.0.1:\(proxy.port)"
        let bad = "http://\(ConnectProxy.userName):wrong@127.0.0.1:\(proxy.port)"
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent("--proxy", good) { _ in
                let run = try server.cli(Self.connect + ["--proxy", good], input: "hello")
                #expect(run.output == "hello", "\(run)")
                // The stream, its request and the device: all of them are tunnels of the proxy.
                #expect(try proxy.cut("hub.devicestream.localhost") == 1)
            }
            let refused = try server.cli(Self.connect + ["--proxy", bad])
            #expect(refused.status == 7, "\(refused)")
            let check = try server.cli(
                "agent",
                "check",
                "--connection-string-file",
                site.deviceString,
                "--proxy",
                bad,
                "--query",
                "[?result=='failed'].check | [0]",
                "-o",
                "tsv"
            )
            #expect(check.output == "proxy\n", "\(check)")
            #expect(check.status == 12)
        }
    }
}
