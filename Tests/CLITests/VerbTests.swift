import ArgumentParser
import HubClient
import HubModel
import Testing

@testable import CLI

/// What verbs refuse or read before they ask a server.
@Suite struct VerbTests {
    private static let signedIn = [
        "DEVICESTREAM_SERVER": "https://hub.invalid", "DEVICESTREAM_TOKEN": "dst_secret", "HOME": "/nonexistent",
    ]

    @Test func `the words of az lead to show`() throws {
        let command = try DeviceStreamCommand.parseAsRoot(["iot", "hub", "devicestream", "show", "--hub-name", "hub"])
        #expect(command is ShowCommand)
        #expect(!OfflineRun(["--help"]).output.contains("iot"))
    }

    @Test func `whitelist is a word for allowlist`() throws {
        let command = try DeviceStreamCommand.parseAsRoot(["whitelist", "show", "-n", "hub", "--format", "NAMES"])
        #expect((command as? AllowlistShow)?.format == .names)
    }

    @Test(arguments: ["https://evil.example/v1/hubs", "//evil.example/v1", "v1/hubs", "/v1/a b", "/v1\\x", "/v1#x"])
    func `a path of another origin is never asked for`(_ path: String) {
        let run = OfflineRun(["api", "GET", path], environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.errors.contains("neither a path nor a URL of https://hub.invalid"))
    }

    @Test(arguments: [
        "X: a\r\nAuthorization: Bearer b", "authorization: Bearer b", "Host: evil", "no colon", ": v", "a b: c",
    ])
    func `a header field that could carry another is refused`(_ field: String) {
        #expect(throws: HubError.self) { try HeaderArgument.field(field) }
    }

    @Test func `a header field keeps its value`() throws {
        let field = try HeaderArgument.field("If-None-Match: \"a:b\"")
        #expect(field.name == "If-None-Match")
        #expect(field.value == "\"a:b\"")
    }

    @Test func `a token in the place of its id is not repeated`() {
        let run = OfflineRun(["token", "revoke", "dst_secret", "-y"], environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(!run.errors.contains("dst_secret"))
    }

    @Test(arguments: [["endpoint", "retire", "3"], ["endpoint", "drain", "3"], ["token", "revoke", "t1"]])
    func `what cannot be undone needs a yes`(_ words: [String]) {
        let hub = words[0] == "token" ? [] : ["-n", "hub"]
        let run = OfflineRun(words + hub, environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.errors.contains("-y"))
    }

    @Test(arguments: [
        ["allowlist", "verify", "--list", "f", "-n", "hub"], ["doctor", "-n", "hub", "--service", "ssh"],
    ])
    func `a list that names its hub, and a service of no device, are refused`(_ words: [String]) {
        let run = OfflineRun(words, environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.plan == nil)
    }

    @Test func `doctor asks for its streams under its own name`() throws {
        let run = OfflineRun(["doctor", "-d", "press-07", "--service", "ssh"], environment: Self.signedIn)
        guard case .doctor(let plan)? = run.plan else { throw HubError(.usage, run.errors) }
        let device = try #require(plan.device)
        #expect(plan.wish(for: device).reason == "devicestream doctor")
        #expect(plan.service?.text == "ssh")
    }

    @Test func `a moment is a time, a day, or a duration from now`() throws {
        #expect(try Moment.parse("2026-11-18") == Moment.parse("2026-11-18T00:00:00Z"))
        #expect(try Moment.parse("45d") == .after(.seconds(45 * 86_400)))
        #expect(throws: (any Error).self) { try Moment.parse("2026-13-01") }
        #expect(throws: (any Error).self) { try Moment.parse("soon") }
    }

    @Test func `the version is the same with and without hyphens`() {
        #expect(OfflineRun(["--version"]).output == "devicestream \(ProductVersion.text)\n")
        #expect(OfflineRun(["version", "-o", "tsv"]).output == ProductVersion.text + "\n")
    }
}
