import Testing

/// `show` byte for byte, because scripts compare it with what they had from Azure.
struct ShowFormsTests {
    private static let host = "hub.local-001.streams.devicestream.localhost"

    @Test func `every form of the output`() throws {
        try TestServer.run { server in
            let url = server.streamingURL
            let json = "{\n  \"streamingEndpoints\": [\n    \"\(url)\"\n  ]\n}\n"
            let forms: [([String], String)] = [
                ([], json),
                (["-o", "json"], json),
                (["--output", "json"], json),
                (["-o", "jsonc"], json),
                (["-o", "jsonl"], "{\"streamingEndpoints\":[\"\(url)\"]}\n"),
                (["-o", "yaml"], "streamingEndpoints:\n- \(url)\n"),
                (["-o", "table"], "StreamingEndpoint\n\(Self.rule(url))\n\(url)\n"),
                (["-o", "tsv"], "\(url)\n"),
                (["-o", "none"], ""),
                (["--query", "streamingEndpoints[0]", "-o", "tsv"], "\(url)\n"),
                (["--query", "streamingEndpoints[0]"], "\"\(url)\"\n"),
                (["--query", "streamingEndpoints"], "[\n  \"\(url)\"\n]\n"),
                (["--query", "length(streamingEndpoints)"], "1\n"),
            ]
            try Self.expect(forms, of: ["show", "--name", "hub"], server)
        }
    }

    @Test func `hosts only, in every form`() throws {
        try TestServer.run { server in
            let host = Self.host
            let forms: [([String], String)] = [
                ([], "{\n  \"streamingEndpoints\": [\n    \"\(host)\"\n  ]\n}\n"),
                (["-o", "jsonl"], "{\"streamingEndpoints\":[\"\(host)\"]}\n"),
                (["-o", "yaml"], "streamingEndpoints:\n- \(host)\n"),
                (["-o", "table"], "StreamingEndpoint\n\(Self.rule(host))\n\(host)\n"),
                (["-o", "tsv"], "\(host)\n"),
            ]
            try Self.expect(forms, of: ["show", "--name", "hub", "--hosts-only"], server)
        }
    }

    @Test func `include all adds keys and changes none`() throws {
        try TestServer.run { server in
            let list = try server.get("/v1/hubs/hub/allowlist").json
            let main = try #require(list["value"]?.rows.first { $0["serviceArea"]?.text == "Main" })
            let streaming = try #require(list["value"]?.rows.first { $0["serviceArea"]?.text == "Streaming" })
            let mainEffective = try #require(main["effective"]?.text)
            let streamingEffective = try #require(streaming["effective"]?.text)
            let mainURL = "https://hub.devicestream.localhost:\(server.port)"
            let forms: [([String], String)] = [
                (
                    [],
                    """
                    {
                      "endpoints": [
                        {
                          "effective": "\(mainEffective)",
                          "retires": null,
                          "serviceArea": "Main",
                          "state": "active",
                          "url": "\(mainURL)"
                        },
                        {
                          "effective": "\(streamingEffective)",
                          "retires": null,
                          "serviceArea": "Streaming",
                          "state": "active",
                          "url": "\(server.streamingURL)"
                        }
                      ],
                      "mainEndpoint": "\(mainURL)",
                      "streamingEndpoints": [
                        "\(server.streamingURL)"
                      ]
                    }

                    """
                ),
                (
                    ["-o", "tsv"],
                    """
                    \(mainURL)\tMain\tactive\t\(mainEffective)\t
                    \(server.streamingURL)\tStreaming\tactive\t\(streamingEffective)\t

                    """
                ),
                (["--hosts-only", "--query", "mainEndpoint", "-o", "tsv"], "hub.devicestream.localhost\n"),
            ]
            try Self.expect(forms, of: ["show", "-n", "hub", "--include", "all"], server)
            let table = try server.cli("show", "-n", "hub", "--include", "all", "-o", "table")
            #expect(table.output.hasPrefix("Endpoint "), "\(table)")
            #expect(table.output.split(separator: "\n").count == 4, "\(table)")
        }
    }

    @Test(arguments: [
        ["iot", "hub", "devicestream", "show", "--name", "hub"],
        ["iot", "hub", "devicestream", "show", "--hub-name", "hub", "-g", "group", "--subscription", "none"],
        ["show", "--hub-name", "hub"], ["show", "-n", "hub", "--resource-group", "group"], ["show", "-n", "HUB"],
        ["show"], ["-o", "json", "show", "--name", "hub"],
    ])
    func `spellings of az print the same`(arguments: [String]) throws {
        try TestServer.run { server in
            let json = "{\n  \"streamingEndpoints\": [\n    \"\(server.streamingURL)\"\n  ]\n}\n"
            try Self.expect([([], json)], of: arguments, server)
        }
    }

    @Test func `a hub without streams is an empty list, a notice, and 12 only when asked for`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let regions = """
            regions:
              - name: local
                stamp: local-001
              - name: plain
                stamp: plain-001
                deviceStreams: false

            """
        let file = try files.write("server.yaml", regions.utf8)
        try TestServer.run(["--config", file]) { server in
            let created = try server.cli("hub", "create", "quiet", "--location", "plain")
            #expect(created.status == 0, "\(created)")
            let empty = "{\n  \"streamingEndpoints\": []\n}\n"
            let show = try server.cli("show", "--name", "quiet")
            #expect(show.output == empty)
            #expect(show.status == 0)
            #expect(show.error.hasPrefix("NOTICE: Hub 'quiet' has no streaming endpoint"), "\(show)")
            #expect(show.error.split(separator: "\n").count == 1)
            let asked = try server.cli("show", "--name", "quiet", "--exit-code")
            #expect(asked.output == empty)
            #expect(asked.status == 12)
            let silent = try server.cli("show", "--name", "quiet", "--only-show-errors", "-o", "tsv")
            #expect(silent.output == "")
            #expect(silent.error == "")
            #expect(silent.status == 0)
            let other = try server.cli("show", "--name", "hub", "--exit-code")
            #expect(other.status == 0, "\(other)")
        }
    }

    @Test func `every streaming endpoint stands in the list, and none that is only announced`() throws {
        try TestServer.run { server in
            let second = try server.cli("endpoint", "add", "local-002", "-n", "hub", "--force")
            #expect(second.status == 0, "\(second)")
            let third = try server.cli("endpoint", "add", "local-003", "-n", "hub")
            #expect(third.status == 0, "\(third)")
            let show = try server.cli("show", "-n", "hub", "-o", "tsv", "--hosts-only")
            #expect(show.output == "\(Self.host)\nhub.local-002.streams.devicestream.localhost\n", "\(show)")
            let states = try server.cli(
                "show",
                "-n",
                "hub",
                "--include",
                "all",
                "--query",
                "endpoints[].state",
                "-o",
                "jsonl"
            )
            #expect(states.output == "\"active\"\n\"active\"\n\"active\"\n\"upcoming\"\n", "\(states)")
        }
    }

    @Test func `a hub that does not exist is 3, and nothing on standard output`() throws {
        try TestServer.run { server in
            let run = try server.cli("show", "--name", "plant-7")
            #expect(run.status == 3)
            #expect(run.output == "")
            #expect(run.error.contains("plant-7"), "\(run)")
            #expect(run.error.contains("code: HubNotFound (404202)"), "\(run)")
        }
    }

    private static func rule(_ text: String) -> String { String(repeating: "-", count: max(17, text.utf8.count)) }

    private static func expect(_ forms: [([String], String)], of command: [String], _ server: TestServer) throws {
        for (options, expected) in forms {
            let run = try server.cli(command + options)
            #expect(run.output == expected, "\(command + options): \(run)")
            #expect(run.status == 0, "\(command + options): \(run)")
            #expect(run.error == "", "\(command + options): \(run)")
        }
    }
}
