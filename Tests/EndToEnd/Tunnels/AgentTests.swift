import Foundation
import Glibc
import Testing

/// `agent run`: whom it lets in, and how it comes back and ends.
@Suite(.timeLimit(.minutes(3))) struct AgentTests {
    private static func connect(_ server: TestServer, _ target: String..., input: String = "ping") throws -> ProgramRun
    {
        try server.cli(
            ["stream", "connect", TunnelSite.device, "-n", "hub", "--reason", "Ticket 4711"] + target,
            input: input
        )
    }

    @Test func `a policy is told who asks for what and why, and has the last word`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let policy = try server.files.write(
                "policy",
                """
                #!/bin/sh
                env | grep ^DEVICESTREAM_ | sort >"$1"
                case $DEVICESTREAM_SERVICE in
                echo) sleep 60 & exit 0 ;;
                discard) sleep 60 ;;
                esac
                echo >&2
                echo "not on a Sunday" >&2
                echo "and never at night" >&2
                exit 3

                """.utf8
            )
            #expect(chmod(policy, 0o700) == 0)
            let record = server.files.path + "/record"
            let agent = try site.start(
                [
                    "agent", "run", "--connection-string-file", site.deviceString, "-o", "jsonl", "--accept-exec",
                    policy,
                    "--accept-timeout", "2s", "--", record,
                ],
                environment: ["DEVICESTREAM_CONNECTION_STRING": "secret"]
            )
            defer { agent.end() }
            try agent.await("connected")
            let yes = try Self.connect(server, "echo")
            #expect(yes.status == 0, "\(yes)")
            #expect(yes.output == "ping")
            let lines = server.files.text("record").split(separator: "\n").map(String.init)
            #expect(lines.contains("DEVICESTREAM_CALLER=token:first owner"), "\(lines)")
            #expect(lines.contains("DEVICESTREAM_REASON=Ticket 4711"), "\(lines)")
            #expect(lines.contains("DEVICESTREAM_SERVICE=echo"), "\(lines)")
            #expect(!lines.contains { $0.contains("CONNECTION_STRING") }, "\(lines)")
            let no = try Self.connect(server, "chargen")
            #expect(no.status == 10, "\(no)")
            #expect(no.error.contains("not on a Sunday"), "\(no)")
            #expect(!no.error.contains("never at night"), "\(no)")
            let late = try Self.connect(server, "discard")
            #expect(late.status == 10, "\(late)")
            #expect(late.error.contains("did not decide in time"), "\(late)")
            #expect(try agent.await("rejected")["rejection"]?.text == "Policy")
        }
    }

    @Test func `an agent that another one pushes out is told so`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { first in
                try site.withAgent { _ in
                    let lost = try first.await("disconnected")
                    #expect(
                        lost["message"]?.text
                            == "The hub closed the connection: the same device connected again, here or elsewhere.",
                        "\(lost)"
                    )
                }
            }
        }
    }

    @Test func `a device with a certificate is known by its thumbprint, and by no other`() throws {
        try TestServer.run(["--mqtt-listen", "127.0.0.1:0"]) { server in
            let files = server.files
            try Certificates.makeAuthority(files, name: "device-ca", subject: "Devices")
            for name in ["device", "stranger"] {
                try Certificates.makeLeaf(files, name: name, authority: "device-ca")
            }
            let thumbprint = try Certificates.fingerprint(files.path + "/device.pem").dropFirst("sha256:".count)
            let created = try server.request(
                "POST",
                "/v1/hubs/hub/devices",
                json: """
                    {"deviceId":"press-07","authentication":{"type":"selfSigned",\
                    "x509Thumbprint":{"primaryThumbprint":"\(thumbprint)"}}}
                    """
            )
            #expect(created.status == 201, "\(created)")
            let site = try TunnelSite(server, hasKey: false)
            let words = [
                "--host-name", "hub.devicestream.localhost:\(server.port)", "--device-id", TunnelSite.device,
                "--mqtt-port", "\(try #require(server.mqttPort))",
            ]
            func login(_ name: String) -> [String] {
                words + ["--cert", files.path + "/\(name).pem", "--key", files.path + "/\(name)-key.pem"]
            }
            let agent = try site.start(["agent", "run", "-o", "jsonl"] + login("device"))
            defer { agent.end() }
            try agent.await("connected")
            let run = try Self.connect(server, "echo")
            #expect(run.output == "ping", "\(run)")
            let stranger = try server.cli(["agent", "run"] + login("stranger"))
            #expect(stranger.status == 4, "\(stranger)")
            let check = try server.cli(
                ["agent", "check", "-o", "tsv", "--query", "[].[check, result]"] + login("device")
            )
            #expect(
                check.output == "configuration\tok\nresolve\tok\nconnect\tok\ntls\tok\nlogin\tok\n",
                "\(check)"
            )
        }
    }

    @Test func `a stream that names no service goes to the default`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try PeerService.run("connection.sendall(b'the default')") { target in
                try site.withAgent("--service", "a=127.0.0.1:1", "--service", "b=\(target)", "--default", "b") { _ in
                    let run = try Self.connect(server)
                    #expect(run.output == "the default", "\(run)")
                }
                try site.withAgent("--service", "a=127.0.0.1:1", "--service", "b=\(target)") { _ in
                    let run = try Self.connect(server)
                    #expect(run.status == 10, "\(run)")
                    #expect(run.error.contains("no default"), "\(run)")
                }
            }
        }
    }

    @Test func `what is not named is not dialled, also where it is on the same machine`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try PeerService.run("connection.sendall(b'secret')") { target in
                try site.withAgent("--service", "ssh=127.0.0.1:1", "--no-built-in") { _ in
                    for wanted in [
                        "\(target)", "127.0.0.1:\(target)", "localhost:\(target)", "[::1]:\(target)", "echo",
                    ] {
                        let run = try Self.connect(server, wanted)
                        #expect(run.status == 10, "\(wanted): \(run)")
                        #expect(run.output == "")
                    }
                }
                try site.withAgent("--service", "127.0.0.1:\(target)") { _ in
                    for wanted in ["\(target)", "127.0.0.1:\(target)", "localhost:\(target)"] {
                        let run = try Self.connect(server, wanted)
                        #expect(run.output == "secret", "\(wanted): \(run)")
                    }
                }
            }
        }
    }

    @Test func `an agent comes back after its hub has restarted, and ends when it is told to`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let (port, string) = try TestServer.run(state: state) { server in
            (server.port, FileManager.default.contents(atPath: try TunnelSite(server).deviceString) ?? Data())
        }
        let file = try files.write("device", string)
        let environment = Spawn.environment(home: files.path, ["DEVICESTREAM_STATE_DIR": state])
        let agent = try RunningProgram(
            Programs.client,
            ["agent", "run", "--connection-string-file", file, "-o", "jsonl"],
            environment: environment,
            errorFile: files.path + "/errors"
        )
        defer { agent.end() }
        #expect(try agent.await("disconnected")["stage"]?.text == "connect")
        for _ in 1...2 {
            try TestServer.run(["--listen", "127.0.0.1:\(port)"], state: state) { server in
                let run = try server.cli(
                    ["stream", "connect", TunnelSite.device, "echo", "-n", "hub", "--wait-online", "60s"],
                    input: "again"
                )
                #expect(run.output == "again", "\(run)")
            }
        }
        agent.signal(SIGTERM)
        #expect(try agent.wait() == 143)
    }

    @Test func `Ctrl-C ends it with status 130, and its streams with it`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            try site.withAgent { agent in
                let stream = try site.start(["stream", "connect", TunnelSite.device, "echo", "-n", "hub"])
                defer { stream.end() }
                try stream.write("one\n")
                #expect(try stream.line() == "one")
                agent.signal(SIGINT)
                #expect(try agent.wait() == 130)
                #expect(try stream.rest() == [])
            }
        }
    }

    @Test func `a wrong key, a policy's string, and no string at all, are told apart`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let string = server.files.text(TunnelSite.device)
            let wrong = string.replacing(/SharedAccessKey=.*/, with: "SharedAccessKey=d3Jvbmc=")
            let refused = try server.cli("agent", "run", "--connection-string-file", "-", input: wrong)
            #expect(refused.status == 4, "\(refused)")
            #expect(refused.error.contains("its key or certificate is another"), "\(refused)")
            let policy = try server.cli("policy", "connection-string", "service", "-n", "hub", "-o", "tsv")
            let other = try server.cli("agent", "run", environment: ["DEVICESTREAM_CONNECTION_STRING": policy.output])
            #expect(other.status == 2, "\(other)")
            #expect(try server.cli("agent", "run").status == 2)
            #expect(!refused.error.contains("d3Jvbmc"))
            withExtendedLifetime(site) {}
        }
    }

    @Test func `each step is checked, and what is behind a failure is not tested`() throws {
        try TestServer.run { server in
            let site = try TunnelSite(server)
            let words = ["agent", "check", "--connection-string-file", site.deviceString, "-o", "tsv"]
            let query = ["--query", "[].[check, result]"]
            let good = try server.cli(words + query)
            #expect(good.status == 0, "\(good)")
            #expect(good.output == "configuration\tok\nresolve\tok\nconnect\tok\ntls\tok\nupgrade\tok\nlogin\tok\n")
            let trust = ["--cacert", "/etc/ssl/certs/ca-certificates.crt", "--query", "[?result=='failed'].detail"]
            let stranger = try server.cli(words + trust)
            #expect(stranger.status == 12, "\(stranger)")
            #expect(stranger.output.contains("is signed by 'CN=devicestream local CA "), "\(stranger)")
            #expect(stranger.output.contains("--cacert"), "\(stranger)")
            let bad = try server.cli(
                words + query + ["--service", "gone=127.0.0.1:1", "--cacert", "/etc/ssl/certs/ca-certificates.crt"]
            )
            #expect(bad.status == 12, "\(bad)")
            #expect(
                bad.output
                    == "configuration\tok\nresolve\tok\nconnect\tok\ntls\tfailed\nupgrade\tnot tested\nlogin\tnot tested\n"
                    + "service gone\tfailed\n",
                "\(bad)"
            )
        }
    }
}
