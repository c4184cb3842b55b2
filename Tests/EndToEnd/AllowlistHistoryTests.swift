import Testing

/// What firewalls were told stays told, whatever becomes of the server.
@Suite struct AllowlistHistoryTests {
    private func run(_ server: TestServer, _ arguments: String...) throws -> ProgramRun {
        let run = try server.cli(
            arguments + ["-n", "hub"],
            environment: [
                "DEVICESTREAM_SERVER": server.origin, "DEVICESTREAM_CACERT": server.caFile,
                "DEVICESTREAM_TOKEN": try server.ownerToken(),
            ]
        )
        #expect(run.status == 0, "\(run)")
        return run
    }

    @Test func `changes survive a restart, and no id or version is used again`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let (port, added, before) = try TestServer.run(state: state) { server in
            let added = try JSON(run(server, "endpoint", "add", "local-002").outputBytes)["id"]?.number
            _ = try run(server, "endpoint", "retire", String(try #require(added)), "--force", "-y")
            return (server.port, added, try run(server, "allowlist", "changes").output)
        }
        // Under the same names, so that nothing changes by the restart itself.
        try TestServer.run(["--public-port", String(port)], state: state) { server in
            let after = try run(server, "allowlist", "changes").output
            // The port of MQTT is another one in each run of the test; that is a change of its own, behind the others.
            let (old, new) = (try JSON(before.utf8)["value"]?.rows ?? [], try JSON(after.utf8)["value"]?.rows ?? [])
            #expect(old.map { $0["disposition"]?.text }.suffix(2) == ["Add", "Remove"])
            #expect(Array(new.prefix(old.count)) == old)
            let again = try JSON(run(server, "endpoint", "add", "local-002").outputBytes)["id"]?.number
            #expect(try #require(again) > (added ?? 0))
            let last = try JSON(run(server, "allowlist", "changes").outputBytes)["value"]?.rows.last
            #expect(last?["id"]?.number == again)
            #expect((last?["version"]?.text ?? "") > (old.last?["version"]?.text ?? "9"))
        }
    }
}
