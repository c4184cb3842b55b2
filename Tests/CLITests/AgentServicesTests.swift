import HubModel
import Testing

@testable import CLI

/// What an agent serves, and what a request leads to.
@Suite struct AgentServicesTests {
    @Test(arguments: [
        ("ssh=127.0.0.1:22", "ssh", "127.0.0.1:22"), ("ssh=22", "ssh", "127.0.0.1:22"), ("22", nil, "127.0.0.1:22"),
        ("192.0.2.5:3389", nil, "192.0.2.5:3389"), ("web=[::1]:80", "web", "[::1]:80"),
        ("camera-2=cam.example:554", "camera-2", "cam.example:554"),
    ])
    func `a service has perhaps a name, perhaps a host, and a port`(
        _ text: String,
        _ name: String?,
        _ place: String
    ) throws {
        let service = try AgentService.parse(text)
        #expect(service.name?.text == name)
        #expect(service.place == place)
    }

    @Test(arguments: [
        "", "ssh", "ssh=", "ssh=host", "=22", "22=22", "a:b=22", "a b=22", "ssh=host:0", "ssh=host:65536", "ssh=::1:22",
        "ssh=[::1]", "ssh=[::1]22", "ssh=a b:22", "ssh=host:22x", "[x]=22",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: (any Error).self) { try AgentService.parse(text) }
    }

    private func services(_ texts: [String], default name: String? = nil) throws -> AgentServices {
        try AgentServices(texts.map(AgentService.parse), default: name, builtIn: BuiltInService.standard)
    }

    private func choice(_ wanted: String?, _ services: AgentServices) throws -> String {
        switch services.choice(for: try wanted.map { try ServiceName($0) }) {
        case .target(let service): service.place
        case .builtIn(let service): "built-in " + service.rawValue
        case .none(let reason): reason
        }
    }

    @Test func `a request leads to what was named, by name, port, or host and port`() throws {
        let services = try services(["ssh=127.0.0.1:22", "rdp=192.0.2.5:3389", "localhost:80"])
        for (wanted, place) in [
            ("ssh", "127.0.0.1:22"), ("22", "127.0.0.1:22"), ("localhost:22", "127.0.0.1:22"),
            ("[::1]:22", "127.0.0.1:22"), ("rdp", "192.0.2.5:3389"), ("192.0.2.5:3389", "192.0.2.5:3389"),
            ("80", "localhost:80"), ("echo", "built-in echo"), ("chargen", "built-in chargen"),
        ] {
            #expect(try choice(wanted, services) == place)
        }
        // A port is one of the agent's own machine; a host is no other host; names keep their case.
        for wanted in ["3389", "192.0.2.6:3389", "23", "SSH", "127.0.0.1", "web"] {
            #expect(
                try choice(wanted, services).hasPrefix("This agent does not serve '\(wanted)'. It serves: ssh, rdp")
            )
        }
    }

    @Test func `a request that names nothing leads to the default, or to the only service`() throws {
        #expect(try choice(nil, services(["ssh=22"])) == "127.0.0.1:22")
        #expect(try choice(nil, services(["ssh=22", "web=80"], default: "web")) == "127.0.0.1:80")
        #expect(try choice(nil, services(["ssh=22"], default: "echo")) == "built-in echo")
        #expect(try choice(nil, services(["ssh=22", "web=80"])).contains("no default"))
        #expect(try choice(nil, services([])).contains("no default"))
        #expect(throws: HubError.self) { try services(["ssh=22"], default: "web") }
        #expect(throws: HubError.self) { try services(["ssh=22", "ssh=23"]) }
    }

    @Test func `a service goes before a built-in one of its name`() throws {
        #expect(try choice("echo", services(["echo=7"])) == "127.0.0.1:7")
    }

    @Test func `an echo takes everything`() throws {
        #expect(try choice(nil, .echo) == "built-in echo")
        #expect(try choice("ssh", .echo) == "built-in echo")
    }

    @Test func `the plan has the policy, its arguments and its deadline`() throws {
        let run = OfflineRun([
            "agent", "run", "--connection-string-file", "f", "--service", "ssh=22", "--accept-exec", "/bin/policy",
            "--accept-timeout", "500ms", "--transport", "mqtt", "--mqtt-port", "1883", "--", "-a", "b c",
        ])
        let plan = AgentPlan(
            login: AgentLogin(credential: .connectionString(file: "f"), transport: .mqtt, mqttPort: 1883),
            services: try services(["ssh=22"]),
            acceptProgram: ["/bin/policy", "-a", "b c"],
            acceptTimeout: .milliseconds(500)
        )
        #expect(run.plan == .agentRun(plan), "\(run.errors)")
    }

    @Test(arguments: [
        (["--cert", "c"], "go together"), (["--service", "x"], "it is NAME=HOST:PORT"),
        (["--", "x"], "those of '--accept-exec'"),
        (
            ["--cert", "c", "--key", "k", "--host-name", "h", "--device-id", "d", "--transport", "websocket"],
            "need '--transport mqtt'"
        ),
        (["--mqtt-port", "0"], "it is from 1 to 65535"),
        (["--accept-exec", "p", "--accept-timeout", "1h"], "it is at most 50s"),
        (["--service", "a=1", "--service", "a=2"], "is given twice"),
        (["--default", "web"], "is none of the services"),
        (["--connection-string", "HostName=h"], "Unknown option '--connection-string'"),
    ])
    func `a slip starts no other program`(_ words: [String], _ message: String) {
        let run = OfflineRun(["agent", "run"] + words)
        #expect(run.status == .usage)
        #expect(run.plan == nil)
        #expect(run.errors.contains(message), "\(run.errors)")
    }
}
