import ArgumentParser
import HubModel
import Testing

@testable import CLI

/// What `ssh` is started with, and what its configuration says.
@Suite struct SSHTests {
    private static let signedIn = [
        "DEVICESTREAM_SERVER": "https://hub.invalid", "DEVICESTREAM_TOKEN": "dst_secret", "HOME": "/nonexistent",
        "DEVICESTREAM_HUB": "hub",
    ]

    private func route(_ words: String...) throws -> SSHRoute {
        let command = try #require(DeviceStreamCommand.parseAsRoot(["ssh"] + words) as? SSHCommand)
        return try command.route(program: "/opt/ds/devicestream")
    }

    private func alias(_ device: String) throws -> HostAlias {
        HostAlias(hub: try HubName("Hub"), device: try DeviceID(device))
    }

    @Test func `ssh gets the way, the alias and what stands behind the hyphens`() throws {
        let given = SSHArguments(["-v", "-L", "8080:localhost:80", "uptime", "-p"])
        #expect(
            try route("press-07").arguments(for: alias("press-07"), user: "root", given) == [
                "ssh", "-o", "ProxyCommand=/opt/ds/devicestream stream connect --alias press-07.hub.ds ssh", "-o",
                "HostKeyAlias=press-07.hub.ds", "-l", "root", "-v", "-L", "8080:localhost:80", "--", "press-07.hub.ds",
                "uptime", "-p",
            ]
        )
    }

    @Test(arguments: ["a'b", "$(x)", "*", "%h", "-oX", "a@b", "A", "a;b", "a!b", "..."])
    func `no id is in what ssh gets, but its alias`(_ id: String) throws {
        let words = try route("d").arguments(for: alias(id), user: nil, SSHArguments([]))
        let text = try alias(id).text
        #expect(words.suffix(2) == ["--", text])
        #expect(words.filter { $0.contains(text) }.count == 3)
        #expect(!words.contains { $0.contains(id) && id != "A" }, "\(words)")
        #expect(try alias("A").text != alias("a").text)
    }

    @Test func `what is said about the server and the stream goes along`() throws {
        let route = try route(
            "d",
            "--service",
            "sshd:22",
            "--reason",
            "it's 100% due",
            "--wait-online",
            "10m",
            "--server",
            "https://s.example:8443",
            "--context",
            "c",
            "--cacert",
            "/a b.pem",
            "--proxy",
            "http://u:p!@proxy:3128",
            "--resolve",
            "a:443:::1",
            "--resolve",
            "b:443:192.0.2.1",
            "--timeout",
            "2s",
            "--retry",
            "0",
            "--verbose",
            "--only-show-errors"
        )
        let configuration = try route.configuration(for: nil, user: nil)
        let line = try #require(configuration.split(separator: "\n").last)
        #expect(
            line
                == #"    ProxyCommand /opt/ds/devicestream stream connect --alias %h sshd:22 --reason it\'s\ 100\%%\ due"#
                + #" --wait-online 600000ms --server https://s.example:8443 --context c --cacert /a\ b.pem"#
                + #" --proxy http://u:p\!@proxy:3128 --resolve a:443:::1 --resolve b:443:192.0.2.1"#
                + #" --timeout 2000ms --retry 0 --only-show-errors --verbose"#
        )
    }

    @Test func `lines for ssh_config lead to one device, or to all of them`() throws {
        let route = try route("d")
        #expect(
            try route.configuration(for: alias("a@b"), user: "to m") == """
                Host x--a-40b.hub.ds
                    HostKeyAlias x--a-40b.hub.ds
                    User "to m"
                    ProxyCommand /opt/ds/devicestream stream connect --alias x--a-40b.hub.ds ssh

                """
        )
        #expect(
            try route.configuration(for: nil, user: nil) == """
                Host *.ds
                    ProxyCommand /opt/ds/devicestream stream connect --alias %h ssh

                """
        )
        for user in ["a\nProxyCommand x", "a\"b", "a\\"] {
            #expect(throws: HubError.self) { try route.configuration(for: nil, user: user) }
        }
    }

    @Test func `the configuration is printed for who may not even be signed in`() {
        let run = OfflineRun(["ssh", "--config"])
        #expect(run.status == .success)
        #expect(run.output.hasPrefix("Host *.ds\n    ProxyCommand /"))
        #expect(run.errors == "")
        let habit = OfflineRun(["ssh", "--config", "root@press-07", "-n", "plant"])
        #expect(habit.status == .success)
        #expect(habit.errors.contains("Where 'root' is the user: devicestream ssh press-07 root@\n"), "\(habit.errors)")
        #expect(OfflineRun(["ssh", "--config", "a@b", "root@", "-n", "plant"]).errors == "")
        let one = OfflineRun(["ssh", "--config", "--device-id=-oX", "root@", "-n", "Plant"])
        #expect(
            one.output.hasPrefix("Host x---2do-58.plant.ds\n    HostKeyAlias x---2do-58.plant.ds\n    User \"root\"\n")
        )
    }

    @Test(arguments: [
        (["d", "uptime"], "'uptime' is not a user: one ends in '@'"), (["d", "@"], "'@' is not a user"),
        (["d", "root@", "uptime"], "Unexpected argument 'uptime'"), ([], "Missing expected argument '<device>'"),
        (["d", "--device-id", "e"], "'d' is not a user"),
        (["d", "a@", "--device-id", "e"], "The device is given twice."),
        (["a/b"], "is not a device id"), (["d", "--service", "a b"], "is not a service name"),
        (["d", "-n", "x"], "is not a hub name"), (["d", "--config", "--", "-v"], "--config runs no ssh"),
        (["d", "--reason", String(repeating: "x", count: 257)], "has at most 256 bytes"),
        (["d", "--reason", "a\nb"], "ssh takes no control characters"),
    ])
    func `a slip starts no ssh`(_ words: [String], _ message: String) {
        let run = OfflineRun(["ssh"] + words, environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test(
        arguments: [
            ([], [], []), (["uptime"], [], ["uptime"]), (["-v", "uptime", "-v"], ["-v"], ["uptime", "-v"]),
            (["-vp", "22", "ls"], ["-vp", "22"], ["ls"]), (["-p22", "ls"], ["-p22"], ["ls"]),
            (["-NfL", "1:a:1", "-D1"], ["-NfL", "1:a:1", "-D1"], []), (["-o", "-x", "ls"], ["-o", "-x"], ["ls"]),
            (["-v", "--", "-ls"], ["-v"], ["-ls"]), (["-", "a"], [], ["-", "a"]), (["-o"], ["-o"], []),
            (["-tt4C", "sh -c 'x'"], ["-tt4C"], ["sh -c 'x'"]),
        ] as [([String], [String], [String])]
    )
    func `options of ssh are told from its command`(_ given: [String], _ options: [String], _ command: [String]) {
        let arguments = SSHArguments(given)
        #expect(arguments.options == options)
        #expect(arguments.command == command)
    }

    @Test(arguments: [
        ("", "''"), ("/usr/bin/ds-1_x.y:z,+@", "/usr/bin/ds-1_x.y:z,+@"), ("a b", "a\\ b"), ("%h", "\\%%h"),
        ("it's", "it\\'s"), ("$(x)`y`", "\\$\\(x\\)\\`y\\`"), ("a\\b", "a\\\\b"), ("~=#!*", "\\~\\=\\#\\!\\*"),
        ("größe", "größe"),
    ])
    func `a word for ssh's shell means itself`(_ text: String, _ quoted: String) throws {
        #expect(try ShellWord.quote(text) == quoted)
    }

    @Test(arguments: ["a\nb", "\t", "\u{1B}[0m", "\u{7F}"])
    func `control characters are no words`(_ text: String) {
        #expect(throws: HubError.self) { try ShellWord.quote(text) }
    }
}
