import Testing

struct DevicePagingTests {
    private static let original = (0..<2500).map { "press-" + String(10_000 + $0) }

    /// Ids that sort before, between and behind the original ones.
    private static func addition(_ number: Int) -> [String] {
        ["a-\(number)", "press-1\(number % 10)\(number)55-x", "z-\(number)"]
    }

    @Test func `2,500 devices are created, listed and paged through while others are added`() throws {
        try TestServer.run { server in
            let report = try server.importDevices(Self.original.map { "{\"deviceId\":\"\($0)\"}" })
            #expect(report.json["created"]?.number == 2500, "\(report)")
            var added: Set<String> = []
            let ids = try server.deviceIDs(top: 100) { page in
                for id in Self.addition(page) {
                    let reply = try server.request("POST", "/v1/hubs/hub/devices", json: "{\"deviceId\":\"\(id)\"}")
                    #expect(reply.status == 201, "\(reply)")
                    added.insert(id)
                }
            }
            #expect(ids.count == Set(ids).count)
            #expect(ids == ids.sorted())
            #expect(ids.filter { !added.contains($0) } == Self.original)
            // The proof that rows did come in between.
            #expect(ids.contains { added.contains($0) })
        }
    }

    @Test func `the command line pages through all of them while others are added`() throws {
        try TestServer.run { server in
            _ = try server.importDevices(Self.original.map { "{\"deviceId\":\"\($0)\"}" })
            let list = try RunningProgram(
                Programs.client,
                ["device", "list", "--all", "-o", "jsonl"],
                environment: server.cliEnvironment(),
                errorFile: server.files.path + "/list"
            )
            defer { list.end() }
            // With its first page in a full pipe it waits for us: what is added now comes between its pages.
            var bytes = try #require(try list.read(within: .seconds(60)))
            let more = (0..<300).flatMap { Self.addition($0) }
            let report = try server.importDevices(more.map { "{\"deviceId\":\"\($0)\"}" })
            #expect(report.json["failed"]?.number == 0, "\(report)")
            bytes += try list.rest(within: .seconds(60))
            #expect(try list.wait() == 0)
            let lines = bytes.split(separator: UInt8(ascii: "\n"))
            let ids = lines.compactMap { try? JSON($0)["deviceId"]?.text }
            #expect(ids.count == lines.count)
            #expect(ids.count == Set(ids).count)
            #expect(ids.filter { !more.contains($0) } == Self.original)
        }
    }

    @Test func `a page is as long as asked for, and the last one has no next link`() throws {
        try TestServer.run { server in
            _ = try server.importDevices(
                (0..<25).map { "{\"deviceId\":\"d-\(10 + $0)\",\"tags\":{\"half\":\"\($0 % 2)\"}}" }
            )
            #expect(try server.deviceIDs(top: 10).count == 25)
            let last = try server.get("/v1/hubs/hub/devices?$top=25")
            #expect(last.json["nextLink"] == nil, "\(last)")
            let tagged = try server.get("/v1/hubs/hub/devices?tag=half=1&$top=5")
            #expect(tagged.json["value"]?.rows.count == 5)
            let next = try #require(tagged.json["nextLink"]?.text)
            #expect(next.hasPrefix(server.origin + "/v1/hubs/hub/devices?"))
            let rest = try server.get(next)
            #expect(rest.json["value"]?.rows.allSatisfy { $0["tags"]?["half"]?.text == "1" } == true, "\(rest)")
            for query in ["$top=0", "$top=1001", "$top=x", "$skiptoken=", "unknown=1", "$top=1&$top=2"] {
                let reply = try server.get("/v1/hubs/hub/devices?" + query)
                #expect(reply.verdict == "400 ArgumentInvalid", "\(query): \(reply)")
            }
        }
    }

    @Test func `an import reports bad lines, keeps good ones, and can be repeated`() throws {
        try TestServer.run { server in
            let lines = [
                "{\"deviceId\":\"press-01\",\"tags\":{\"site\":\"berlin\"}}",
                "{\"deviceId\":\"press 02\"}",
                "not JSON",
                "",
                "{\"deviceId\":\"press-03\",\"unknown\":1}",
                "{\"deviceId\":\"..\"}",
                "{\"deviceId\":\"press-04\",\"status\":\"disabled\"}",
            ]
            let first = try server.importDevices(lines)
            #expect(first.status == 200)
            #expect(first.json["created"]?.number == 2, "\(first)")
            #expect(first.json["failed"]?.number == 4, "\(first)")
            let errors = first.json["errors"]?.rows ?? []
            #expect(errors.compactMap { $0["line"]?.number } == [2, 3, 5, 6])
            #expect(
                errors.compactMap { $0["code"]?.text }
                    == ["ArgumentInvalid", "IotHubFormatError", "ArgumentInvalid", "ArgumentInvalid"]
            )
            let second = try server.importDevices(lines)
            #expect(second.json["created"]?.number == 0, "\(second)")
            #expect(second.json["unchanged"]?.number == 2, "\(second)")
            #expect(try server.deviceIDs(top: 100) == ["press-01", "press-04"])
        }
    }

    @Test func `import and export of the command line are each other's reverse`() throws {
        try TestServer.run { server in
            let file = try server.files.write(
                "devices.ndjson",
                (0..<1200).map { "{\"deviceId\":\"d-\(10_000 + $0)\",\"tags\":{\"n\":\"\($0)\"}}\n" }.joined().utf8
            )
            let imported = try server.cli("device", "import", file, "-n", "hub", "--query", "created", "-o", "tsv")
            #expect(imported.output == "1200\n", "\(imported)")
            let exported = try server.cli("device", "export", "-n", "hub", "--with-keys")
            #expect(exported.status == 0, "\(exported)")
            #expect(exported.output.split(separator: "\n").count == 1200)
            #expect(try server.cli("hub", "create", "copy").status == 0)
            let again = try server.cli(
                "device",
                "import",
                "-",
                "-n",
                "copy",
                "--query",
                "created",
                "-o",
                "tsv",
                input: exported.output
            )
            #expect(again.output == "1200\n", "\(again)")
            let copy = try server.cli("device", "export", "-n", "copy", "--with-keys")
            #expect(copy.output == exported.output)
        }
    }
}
