import Testing

struct ConfigurationTests {
    @Test func `config check names the line of a key that it does not know`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let rows = [
            ("domain: example.com\nlistn: 1\n", ":2:1:", "listn"),
            ("log:\n  level: info\n  colour: red\n", ":3:3:", "log.colour"),
            ("regions:\n  - name: a\n    stamp: a-001\n    doors: 2\n", ":4:5:", "regions.doors"),
            ("domain: a.example\ndomain: b.example\n", ":2:", "domain"),
            ("tls: yes\n", ":1:", "tls"),
        ]
        for (text, place, key) in rows {
            let file = try files.write("server.yaml", text.utf8)
            let run = try Self.server(["config", "check", "--config", file], files)
            #expect(run.status == 12, "\(run)")
            #expect(run.error.contains(file + place), "\(run)")
            #expect(run.error.contains(key), "\(run)")
            let start = try Self.server(["--config", file], files)
            #expect(start.status == 2, "\(start)")
            #expect(start.error.contains(file + place), "\(start)")
        }
    }

    @Test(arguments: [
        ["--listen", "nowhere"], ["--listen", "127.0.0.1:99999"], ["--domain", "no domain"], ["--role", "gateway"],
        ["--tls-certificate", "/tmp/only-one.pem"], ["--log-level", "loud"], ["--config", "/nowhere.yaml"],
        ["--public-port", "0"], ["--state-dir", ""], ["--public-port", "many"], ["--stat-dir", "--state-dir"],
        ["start", "start"],
    ])
    func `values that cannot be are refused, and the value is named`(arguments: [String]) throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let run = try Self.server(arguments, files)
        #expect(run.status == 2, "\(run)")
        #expect(run.output == "")
        #expect(run.error.hasPrefix("ERROR: "), "\(run)")
        #expect(run.error.contains(arguments[1]) || run.error.contains("tls"), "\(run)")
    }

    @Test func `config check prints the DNS records that a real domain needs`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let run = try Self.server(["config", "check", "--domain", "hubs.example.com"], files)
        #expect(run.status == 0, "\(run)")
        for name in ["hubs.example.com.", "*.hubs.example.com.", "*.local-001.streams.hubs.example.com."] {
            #expect(run.output.contains(" " + name), "\(run)")
        }
        let local = try Self.server(["config", "check"], files)
        #expect(local.status == 0, "\(local)")
        #expect(local.output.contains("need no DNS records"), "\(local)")
    }

    @Test func `config check warns of names that a certificate does not cover`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        try Certificates.makeAuthority(files, name: "site-ca", subject: "Site CA")
        try Certificates.makeLeaf(files, name: "part", authority: "site-ca", names: "DNS:hubs.example.com")
        try Certificates.makeLeaf(
            files,
            name: "whole",
            authority: "site-ca",
            names: "DNS:hubs.example.com,DNS:*.hubs.example.com,DNS:*.local-001.streams.hubs.example.com"
        )
        func check(_ name: String) throws -> ProgramRun {
            try Self.server(
                [
                    "config", "check", "--domain", "hubs.example.com", "--tls-certificate", files.path + "/\(name).pem",
                    "--tls-key", files.path + "/\(name)-key.pem",
                ],
                files
            )
        }
        let part = try check("part")
        #expect(part.status == 12, "\(part)")
        #expect(part.error.contains("does not cover *.hubs.example.com"), "\(part)")
        #expect(part.error.contains("does not cover *.local-001.streams.hubs.example.com"), "\(part)")
        let whole = try check("whole")
        #expect(whole.status == 0, "\(whole)")
        #expect(whole.error == "")
    }

    @Test func `a certificate that cannot be used is an error, and says why`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let arguments = ["--tls-certificate", files.path + "/none.pem", "--tls-key", files.path + "/none-key.pem"]
        let run = try Self.server(["config", "check"] + arguments, files)
        #expect(run.status == 12, "\(run)")
        #expect(run.output == "")
        #expect(run.error == "ERROR: The file '\(files.path)/none.pem' does not exist.\n")
        let start = try Self.server(arguments + ["--listen", "127.0.0.1:0", "--mqtt-listen", "none"], files)
        #expect(start.status == 1, "\(start)")
        #expect(start.error.contains("none.pem' does not exist."), "\(start)")
    }

    @Test func `a settings file that cannot be read is told in the system's words`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        for (path, reason) in [(files.path + "/none", "No such file or directory"), (files.path, "Is a directory")] {
            let run = try Self.server(["--config", path], files)
            #expect(run.status == 2, "\(run)")
            #expect(run.error == "ERROR: \(path): the file cannot be read: \(reason).\n")
        }
    }

    @Test func `a flag goes before the environment, that before the file, that before the default`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let file = try files.write("server.yaml", "domain: file.example\nlog:\n  level: debug\n".utf8)
        func domain(_ arguments: [String], _ environment: [String: String] = [:]) throws -> String {
            let run = try Self.server(["--print-config"] + arguments, files, environment)
            #expect(run.status == 0, "\(run)")
            let line = run.output.split(separator: "\n").first { $0.hasPrefix("domain:") }
            return String(line?.dropFirst("domain: ".count) ?? "")
        }
        let variable = ["DEVICESTREAM_DOMAIN": "environment.example"]
        let named = ["--config", file]
        #expect(try domain([]) == "\"devicestream.localhost\"")
        #expect(try domain(named) == "\"file.example\"")
        #expect(try domain([], ["DEVICESTREAM_CONFIG": file]) == "\"file.example\"")
        #expect(try domain(named, variable) == "\"environment.example\"")
        #expect(try domain(named + ["--domain", "flag.example"], variable) == "\"flag.example\"")
    }

    @Test func `what is printed is a file that means the same`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let first = try Self.server(
            ["--print-config", "--domain", "hubs.example.com", "--listen", "127.0.0.1:9443", "--listen", "[::1]:9443"],
            files
        )
        #expect(first.status == 0, "\(first)")
        let file = try files.write("printed.yaml", first.outputBytes)
        let second = try Self.server(["--print-config", "--config", file], files)
        #expect(second.output == first.output, "\(second)")
    }

    private static func server(
        _ arguments: [String],
        _ files: TemporaryDirectory,
        _ environment: [String: String] = [:]
    ) throws -> ProgramRun {
        let variables = environment.merging(["XDG_STATE_HOME": files.path + "/state"]) { given, _ in given }
        return try ProgramRun.run(
            Programs.server,
            arguments,
            environment: Spawn.environment(home: files.path, variables),
            within: .seconds(30)
        )
    }
}
