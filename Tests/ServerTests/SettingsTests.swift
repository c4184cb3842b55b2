import DiagnosticSinks
import HubModel
import Logging
import Testing
import Transport

@testable import devicestreamd

struct SettingsTests {
    private func settings(
        flags: [String: SettingsValue] = [:],
        environment: [String: String] = [:],
        file: String? = nil
    ) throws(SettingsError) -> Settings {
        let present = try file.map { text throws(SettingsError) in try SettingsFile(text: text, name: "f.yaml") }
        return try Settings.load(
            flags: flags,
            contents: present ?? SettingsFile(),
            environment: environment.merging(["HOME": "/home/ada"]) { given, _ in given },
            isRoot: false
        )
    }

    @Test func `with nothing set there are defaults`() throws {
        let settings = try settings()
        #expect(settings.domain == "devicestream.localhost")
        #expect(settings.stateDirectory == "/home/ada/.local/state/devicestream")
        #expect(settings.listen.map(\.description) == ["127.0.0.1:8443"])
        #expect(settings.publicPort == nil)
        #expect(settings.certificate == nil)
        #expect(settings.logLevel == .info)
        #expect(settings.logFormat == .auto)
        #expect(settings.adminListen == nil)
        #expect(!settings.admitsAnonymous)
        #expect(settings.regions.map(\.stamp.text) == ["local-001"])
    }

    @Test func `a flag goes before the environment, and that before the file`() throws {
        let file = "domain: file.test\npublicPort: 1\nlog:\n  level: error\n"
        let environment = ["DEVICESTREAM_DOMAIN": "environment.test", "DEVICESTREAM_PUBLIC_PORT": "2"]
        let settings = try settings(flags: ["domain": .text("flag.test")], environment: environment, file: file)
        #expect(settings.domain == "flag.test")
        #expect(settings.publicPort == 2)
        #expect(settings.logLevel == .error)
    }

    @Test func `an empty flag or key is a mistake, an empty variable is one that is not set`() throws {
        #expect(throws: SettingsError("The value of --state-dir is empty.")) {
            try self.settings(flags: ["stateDir": .text("")])
        }
        #expect(throws: SettingsError("The value of --tls-key is empty.")) {
            try self.settings(flags: ["tls.key": .text("")])
        }
        #expect(throws: SettingsError("f.yaml:2:9: the value of 'listen' is empty.")) {
            try self.settings(file: "domain: a.test\nlisten: ''\n")
        }
        let settings = try settings(environment: ["DEVICESTREAM_STATE_DIR": "", "DEVICESTREAM_LISTEN": ""])
        #expect(settings.stateDirectory == "/home/ada/.local/state/devicestream")
        #expect(settings.listen.map(\.description) == ["127.0.0.1:8443"])
    }

    @Test(arguments: [
        ("publicPort: x", "PUBLIC_PORT", "x"), ("log:\n  level: loud", "LOG_LEVEL", "loud"),
        ("listen: nowhere", "LISTEN", "nowhere"), ("activity:\n  retentionDays: 0", "ACTIVITY_RETENTION_DAYS", "0"),
        ("domain: a b", "DOMAIN", "a b"),
    ])
    func `a value that cannot be is told with its place`(file: String, variable: String, value: String) throws {
        let lines = file.split(separator: "\n")
        let column = (lines.last?.count ?? 0) - value.count + 1
        let inFile = #expect(throws: SettingsError.self) { try settings(file: file) }
        #expect(inFile?.message.hasPrefix("f.yaml:\(lines.count):\(column): ") == true, "\(inFile?.message ?? "")")
        let name = "DEVICESTREAM_" + variable
        let inEnvironment = #expect(throws: SettingsError.self) { try settings(environment: [name: value]) }
        #expect(inEnvironment?.message.hasPrefix(name + ": ") == true, "\(inEnvironment?.message ?? "")")
    }

    @Test func `every key of the file has its variable`() throws {
        let settings = try settings(environment: [
            "DEVICESTREAM_STATE_DIR": "/state", "DEVICESTREAM_LISTEN": "0.0.0.0:443,[::]:443",
            "DEVICESTREAM_TLS_CERTIFICATE": "/c.pem", "DEVICESTREAM_TLS_KEY": "/k.pem",
            "DEVICESTREAM_LOG_LEVEL": "trace", "DEVICESTREAM_ANONYMOUS_ENDPOINTS_READ": "true",
            "DEVICESTREAM_ROLE": "all", "DEVICESTREAM_LOG_FORMAT": "json",
            "DEVICESTREAM_ADMIN_LISTEN": "127.0.0.1:9464", "DEVICESTREAM_DIAGNOSTICS_FILE_DIRECTORY": "/logs",
            "DEVICESTREAM_DIAGNOSTICS_CA_FILE": "/logs-ca.pem",
        ])
        #expect(settings.sinks.fileDirectory == "/logs")
        #expect(settings.sinks.trust == .file("/logs-ca.pem"))
        #expect(settings.stateDirectory == "/state")
        #expect(settings.listen.map(\.description) == ["0.0.0.0:443", "[::]:443"])
        #expect(settings.certificate?.certificate == "/c.pem")
        #expect(settings.certificate?.key == "/k.pem")
        #expect(settings.logLevel == .trace)
        #expect(settings.logFormat == .json)
        #expect(settings.adminListen?.description == "127.0.0.1:9464")
        #expect(settings.admitsAnonymous)
    }

    @Test func `what outbound connections may reach is said by the file alone`() throws {
        let settings = try settings(environment: ["DEVICESTREAM_DIAGNOSTICS_ALLOWED_ADDRESSES": "10.0.0.0/8"])
        #expect(settings.sinks.addresses.allowed.isEmpty)
        #expect(settings.sinks.fileDirectory == nil)
        #expect(settings.sinks.trust == .system)
    }

    @Test func `how long activity records are kept is set in days and MiB, within bounds`() throws {
        let standard = try settings().yaml
        #expect(standard.contains("activity:\n  retentionDays: 30\n  retentionMebibytes: 1024\n"))
        let file = "activity:\n  retentionDays: 7\n"
        let settings = try settings(environment: ["DEVICESTREAM_ACTIVITY_RETENTION_MEBIBYTES": "64"], file: file)
        #expect(settings.yaml.contains("activity:\n  retentionDays: 7\n  retentionMebibytes: 64\n"))
        #expect(throws: SettingsError.self) { try self.settings(file: "activity:\n  retentionDays: 0\n") }
        #expect(throws: SettingsError.self) { try self.settings(file: "activity:\n  retentionMebibytes: much\n") }
    }

    @Test func `printed settings mean the same when they are read back`() throws {
        let file = """
            domain: "hubs.example.org"
            stateDir: /var/lib/x
            listen: ["0.0.0.0:443"]
            publicPort: 443
            adminListen: "[::1]:9464"
            log: {format: text}
            tls: {certificate: /c.pem, key: /k.pem}
            anonymous: {endpointsRead: true}
            diagnostics: {fileDirectory: /logs, caFile: /ca.pem, allowedAddresses: [10.0.0.0/8, "::1"]}
            regions:
              - {name: north, stamp: north-001, deviceStreams: true}
              - {name: south, stamp: south-001, deviceStreams: false}
            """
        let first = try settings(file: file)
        let second = try settings(file: first.yaml)
        #expect(second.yaml == first.yaml)
        #expect(second.sinks == first.sinks)
        #expect(second.sinks.addresses.allowed.map(\.description) == ["10.0.0.0/8", "::1/128"])
        #expect(second.adminListen?.description == "[::1]:9464")
        #expect(second.logFormat == .text)
        #expect(second.regions == first.regions)
        #expect(second.regions.map(\.deviceStreams) == [true, false])
    }

    @Test(arguments: [
        ("domain: a.test\nlistn: x\n", "f.yaml:2:1: the key 'listn' is not known."),
        ("tls:\n  certificat: x\n", "f.yaml:2:3: the key 'tls.certificat' is not known."),
        ("domain: a.test\ndomain: b.test\n", "'domain'"),
        ("domain: [a]\n", "f.yaml:1:9: 'domain' must be one value."),
        ("listen: {a: b}\n", "'listen' must be a list"),
        ("- a\n", "the file must be a mapping"),
        ("regions:\n  - {name: a, stmp: b}\n", "f.yaml:2"),
        ("domain: \"a\n", "f.yaml"),
        ("diagnostics:\n  allowedAddresses: [10.0.0.1/8]\n", "f.yaml:2:21: '10.0.0.1/8' is not an address"),
        ("diagnostics:\n  fileDirektory: a\n", "f.yaml:2:3: the key 'diagnostics.fileDirektory' is not known."),
    ])
    func `what is wrong with a file is told with its place`(text: String, message: String) {
        let error = #expect(throws: SettingsError.self) { try SettingsFile(text: text, name: "f.yaml") }
        let found = error?.message ?? ""
        #expect(found.contains(message))
    }

    @Test(arguments: [
        ["DEVICESTREAM_PUBLIC_PORT": "70000"], ["DEVICESTREAM_LISTEN": "nowhere"], ["DEVICESTREAM_ROLE": "king"],
        ["DEVICESTREAM_LOG_LEVEL": "loud"], ["DEVICESTREAM_TLS_KEY": "/k.pem"], ["DEVICESTREAM_DOMAIN": "a b"],
        ["DEVICESTREAM_ANONYMOUS_ENDPOINTS_READ": "maybe"], ["DEVICESTREAM_LOG_FORMAT": "xml"],
        ["DEVICESTREAM_ADMIN_LISTEN": "9464"],
    ])
    func `a value that cannot be is refused by name`(environment: [String: String]) {
        let error = #expect(throws: SettingsError.self) { try settings(environment: environment) }
        let message = error?.message ?? ""
        let value = environment.values.first ?? "none"
        #expect(message.contains(value) || message.contains("tls.key"))
    }
}

struct DomainNeedsTests {
    @Test func `a real domain needs a record for each kind of name`() throws {
        let contents = try SettingsFile(text: "domain: hubs.example.org\nstateDir: /x\n", name: "f")
        let settings = try Settings.load(flags: [:], contents: contents, environment: [:], isRoot: true)
        let text = DomainNeeds(settings).text
        for name in ["hubs.example.org.", "*.hubs.example.org.", "*.local-001.streams.hubs.example.org."] {
            #expect(text.contains("  \(name) "))
        }
    }

    @Test func `a domain of this machine needs none`() throws {
        let settings = try Settings.load(
            flags: ["stateDir": .text("/x")],
            contents: SettingsFile(),
            environment: [:],
            isRoot: true
        )
        #expect(!DomainNeeds(settings).text.contains("ADDRESS"))
    }
}
