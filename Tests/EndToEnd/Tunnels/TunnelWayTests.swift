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
