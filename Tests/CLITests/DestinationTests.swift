import ArgumentParser
import HubModel
import Testing

@testable import CLI

/// Where `diagnostic-setting create` sends records.
@Suite struct DestinationTests {
    private func destination(_ arguments: String..., name: String = "siem") throws -> DiagnosticDestination {
        try DestinationOptions.parse(arguments).destination(of: DiagnosticSettingName(name))
    }

    @Test(arguments: [
        ("udp://logs.example.com", SyslogReceiver.Transport.udp, "logs.example.com", 514),
        ("tcp://10.0.0.1:601", .tcp, "10.0.0.1", 601), ("TLS://[2001:db8::1]", .tls, "2001:db8::1", 6514),
        ("tls://[2001:db8::1]:10514", .tls, "2001:db8::1", 10514),
    ])
    func `a syslog server is a URL`(
        _ text: String,
        _ transport: SyslogReceiver.Transport,
        _ host: String,
        _ port: Int
    ) throws {
        let receiver = SyslogReceiver(
            host: try OutboundHost(host),
            port: port,
            transport: transport,
            facility: .daemon
        )
        #expect(try destination("--syslog", text, "--facility", "daemon") == .syslog(receiver))
    }

    @Test(arguments: ["logs.example.com", "http://logs.example.com", "tls://", "tls://a:0", "tls://a b", "udp://a/b"])
    func `anything else is a usage error that says the form`(_ text: String) {
        let error = #expect(throws: HubError.self) { try destination("--syslog", text) }
        #expect(error?.code == .usage)
        #expect(error?.hint == "Write it as udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT].")
    }

    @Test func `a file and a webhook are named`() throws {
        let file = LogFile(name: try LogFileName("a.log"), maximumBytes: 2_000_000, maximumFiles: 10)
        #expect(try destination("--file", "a.log", "--max-bytes", "2000000") == .file(file))
        let url = try WebhookURL("https://hooks.example.com/a")
        #expect(try destination("--webhook", "https://hooks.example.com/a") == .webhook(url))
        #expect(throws: HubError.self) { try destination("--file", "../a") }
        #expect(throws: HubError.self) { try destination("--webhook", "http://hooks.example.com/a") }
    }

    @Test func `only the hub's own log needs no destination`() throws {
        #expect(try destination(name: "default") == .local)
        let error = #expect(throws: HubError.self) { try destination() }
        #expect(error?.message == "Where do the records go?")
    }

    @Test(arguments: [
        ["--file", "a", "--syslog", "udp://a"], ["--max-bytes", "5"], ["--facility", "user"], ["--secret-file", "a"],
        ["--webhook", "https://a/", "--max-files", "2"],
    ])
    func `options that do not go together are refused`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try DestinationOptions.parse(arguments) }
    }

    @Test func `a category is chosen from the list`() throws {
        let error = #expect(throws: (any Error).self) {
            try DeviceStreamCommand.parseAsRoot(["diagnostic-setting", "create", "a", "--category", "DeviceStream"])
        }
        let message = DeviceStreamCommand.message(for: try #require(error))
        #expect(message.contains("it is one of DeviceStreams, Connections. Did you mean 'DeviceStreams'?"))
    }
}
