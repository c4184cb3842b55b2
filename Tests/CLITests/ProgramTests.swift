import HubModel
import Testing

@testable import CLI

/// Whole runs that reach no server.
struct ProgramTests {
    @Test func `help and version go to standard output`() {
        let help = OfflineRun(["--help"])
        #expect(help.status == .success)
        #expect(help.output.contains("device"))
        #expect(help.errors == "")
        let version = OfflineRun(["--version"])
        #expect(version.output == "devicestream \(ProductVersion.text)\n")
        #expect(OfflineRun(["device", "list", "-h"]).output.contains("--connection-state"))
        #expect(OfflineRun([]).output == help.output)
    }

    @Test(arguments: [
        (["show", "--nme", "hub"], "Unknown option '--nme'. Did you mean '--name'?"),
        (["show", "-o", "jsn"], "it is one of json, jsonc, jsonl, yaml, table, tsv, none. Did you mean 'json'?"),
        (["show", "-n", "hub", "extra"], "Unexpected argument 'extra'"),
        (["device", "show"], "Missing expected argument '<device>'"),
        (["device", "show", "a", "-d", "b"], "The device is given twice."),
        (["device", "list", "--top", "0"], "it is from 1."),
        (["device", "list", "--all", "--top", "5"], "exclude each other"),
        (["show", "--timeout", "never"], "a duration is a number"),
        (["show", "--retry", "101"], "it is from 0 to 100"),
        (["show", "-o"], "Missing value for '-o <output>'"),
        (["device", "create", "x", "--status", "enable"], "Did you mean 'enabled'?"),
        (["device", "create", "x", "-n", "hub", "--tags", "a=b", "a=c"], "The tag 'a' is given twice."),
        (["device", "update", "x", "-n", "hub"], "Nothing to change was given."),
        (["forward", "x", "-L", "99999:ssh"], "a port goes from 0, which is any free one, to 65535."),
    ])
    func `a slip ends with status 2, the way to the help, and nothing on standard output`(
        _ arguments: [String],
        _ message: String
    ) {
        let run = OfflineRun(arguments)
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("ERROR: "))
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.errors.contains("See: devicestream "))
    }

    @Test func `a hub that stands without --name is told how to be named`() {
        let run = OfflineRun(["show", "plant"])
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.errors.contains("Name a hub with: devicestream show --name plant\n"), "\(run.errors)")
    }

    @Test func `an argument that is not UTF-8 is refused, and changes nothing`() {
        let argument = "site=" + String(decoding: [0x62, 0xFF], as: UTF8.self)
        let run = OfflineRun(["device", "create", "x", "-n", "hub", "--tags", argument])
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.errors.contains("is not UTF-8 text."), "\(run.errors)")
    }

    @Test func `a bad query is told before anything is asked`() {
        let run = OfflineRun(["show", "--query", "a.b["])
        #expect(run.status == .usage)
        #expect(run.output == "")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.first?.hasPrefix("ERROR: --query is wrong at character 5: ") == true)
        #expect(lines.dropFirst().prefix(2) == ["       a.b[", "           ^"])
        #expect(OfflineRun(["show", "--query", ""]).errors.contains("--query is wrong at character 1"))
    }

    @Test func `nobody signed in is status 4`() {
        let run = OfflineRun(["show", "--name", "hub"], environment: ["HOME": "/nonexistent"])
        #expect(run.status == .notAuthenticated)
        #expect(run.output == "")
    }

    @Test(arguments: [
        ["device", "show", "..", "-n", "hub"], ["device", "delete", ".", "-n", "hub", "-y"],
        ["device", "show", "a/b", "-n", "hub"], ["show", "-n", "a/../b"], ["policy", "show", "..", "-n", "hub"],
    ])
    func `names outside their alphabet reach no server`(_ arguments: [String]) {
        let run = OfflineRun(arguments + ["--server", "https://127.0.0.1:1"])
        #expect(run.status == .usage)
        #expect(run.errors.contains("is not a "))
    }

    @Test func `what cannot be undone needs a yes`() {
        let run = OfflineRun(["hub", "delete", "hub", "--server", "https://127.0.0.1:1"])
        #expect(run.status == .usage)
        #expect(run.errors.contains("Delete the hub 'hub'"))
        #expect(run.errors.contains("-y"))
    }

    @Test func `only https is spoken`() {
        #expect(OfflineRun(["show", "-n", "hub", "--server", "http://hub.example.com"]).errors.contains("only https"))
    }

    @Test func `errors are JSON where they are asked for`() throws {
        for arguments in [["shwo", "--error-format", "json"], ["show", "--nme", "--error-format=JSON"]] {
            let run = OfflineRun(arguments)
            let body = try RestJSON.decode(ErrorBody.self, from: run.errors.utf8)
            #expect(body.error.code == "Usage")
        }
        #expect(OfflineRun(["shwo", "-o", "jsonl"]).errors.hasPrefix("{\"error\":"))
        #expect(OfflineRun(["shwo", "-o", "jsonl", "--error-format", "text"]).errors.hasPrefix("ERROR: "))
    }

    @Test func `az's spellings are understood`() {
        for arguments in [
            ["show", "--hub-name", "hub", "-g", "group", "--subscription", "id"],
            ["device", "show", "--device-id", "press-07", "--hub-name", "hub", "--resource-group", "group"],
            ["policy", "show", "--policy-name", "service", "-n", "hub"],
            ["policy", "show", "--pn", "service", "-n", "hub"], ["hub", "show", "--name", "hub"],
            ["-n", "hub", "device", "list"],
        ] {
            let run = OfflineRun(arguments, environment: ["HOME": "/nonexistent"])
            #expect(run.status == .notAuthenticated, "\(arguments) \(run.errors)")
        }
    }
}
