import Foundation
import Testing

/// Diagnostic settings with the command line, and a file as their destination.
struct DiagnosticSettingVerbTests {
    @Test func `a setting is made, tested, changed, listed and deleted`() throws {
        let logs = try TemporaryDirectory()
        defer { logs.remove() }
        try TestServer.run(environment: ["DEVICESTREAM_DIAGNOSTICS_FILE_DIRECTORY": logs.path]) { server in
            let made = try server.cli("diagnostic-setting", "create", "disk", "-n", "hub", "--file", "streams.jsonl")
            #expect(made.status == 0, "\(made)")
            #expect(try JSON(made.outputBytes)["categories"]?.rows.count == 2)
            let tested = try server.cli("diagnostic-setting", "test", "disk", "--query", "succeeded", "-o", "tsv")
            #expect(tested.status == 0, "\(tested)")
            #expect(tested.output == "true\n", "\(tested)")
            #expect(logs.text("hub/streams.jsonl").contains("diagnosticTest"))

            // A request that comes to nothing leaves a record, too.
            _ = try server.request("POST", "/v1/hubs/hub/devices", json: #"{"deviceId":"press-07"}"#)
            let refused = try server.request("POST", "/v1/hubs/hub/devices/press-07/streams", json: "{}")
            #expect(refused.status == 404, "\(refused)")
            try wait(for: "the record in the file") { logs.text("hub/streams.jsonl").contains("press-07") }

            let changed = try server.cli(
                "diagnostic-setting",
                "create",
                "disk",
                "--file",
                "streams.jsonl",
                "--category",
                "connections",
                "--max-files",
                "3"
            )
            #expect(changed.status == 0, "\(changed)")
            let table = try server.cli("diagnostic-setting", "list", "-o", "table")
            #expect(table.output.contains("default  local        DeviceStreams, Connections"), "\(table)")
            #expect(table.output.contains("disk     file         Connections"), "\(table)")
            let deleted = try server.cli("diagnostic-setting", "delete", "disk", "-y")
            #expect(deleted.status == 0, "\(deleted)")
            #expect(try server.cli("diagnostic-setting", "show", "disk").status == 3)
            #expect(try server.cli("diagnostic-setting", "delete", "default", "-y").status == 6)
        }
    }

    @Test func `a record that somebody damaged in the database is passed over, counted and told once`() throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let environment = ["DEVICESTREAM_DIAGNOSTICS_FILE_DIRECTORY": files.path]
        func devices() throws -> [String] {
            try files.text("hub/all").split(separator: "\n").compactMap {
                try JSON(JSON($0.utf8)["properties"]?.text?.utf8 ?? "{}".utf8)["deviceId"]?.text
            }
        }
        try TestServer.run(state: state, environment: environment) { server in
            #expect(try server.cli("diagnostic-setting", "create", "disk", "-n", "hub", "--file", "all").status == 0)
            for device in ["d1", "d2", "d3"] {
                #expect(try server.request("POST", "/v1/hubs/hub/devices/\(device)/streams", json: "{}").status == 404)
            }
            try wait(for: "the records in the file") { try devices() == ["d1", "d2", "d3"] }
        }
        // As if the server had ended before the last two were delivered.
        let change = """
            UPDATE activity SET record = '{' WHERE sequence = 2; UPDATE diagnostic_settings SET cursor = 1 WHERE name = 'disk'
            """
        try ProgramRun.tool("sqlite3", [state + "/devicestream.db", change])
        try TestServer.run(state: state, environment: environment) { server in
            try wait(for: "the record behind it") { try devices() == ["d1", "d2", "d3", "d3"] }
            let query = ["diagnostic-setting", "show", "disk", "--query", "delivery.dropped", "-o", "tsv"]
            try wait(for: "its count") { try server.cli(query).output == "1\n" }
            #expect(server.log.split(separator: "\n").count { $0.contains("diagnostic records skipped") } == 1)
            let list = try server.cli("log", "list", "-n", "hub", "--category", "DeviceStreams")
            #expect(try JSON(list.outputBytes).rows.map { $0["properties"]?["deviceId"]?.text } == ["d3", "d1"])
        }
    }

    @Test func `a destination that takes nothing is a problem that was found`() throws {
        try TestServer.run { server in
            let secret = "whsec_c2l4dGVlbiBieXRlcyBvaw=="
            let made = try server.cli(
                ["diagnostic-setting", "create", "hook", "--webhook", "https://localhost:\(server.port)/"],
                environment: ["DEVICESTREAM_WEBHOOK_SECRET": secret]
            )
            #expect(made.status == 0, "\(made)")
            #expect(!made.output.contains(secret))
            // The server itself must not be reachable for it.
            let tested = try server.cli("diagnostic-setting", "test", "hook")
            #expect(tested.status == 12, "\(tested)")
            #expect(try JSON(tested.outputBytes)["message"]?.text?.contains("no public address") == true)
        }
    }

    @Test func `what a server cannot have is said when the setting is made`() throws {
        try TestServer.run { server in
            let file = try server.cli("diagnostic-setting", "create", "disk", "--file", "a")
            #expect(file.status == 2, "\(file)")
            #expect(file.error.contains("diagnostics.fileDirectory"), "\(file)")
            let hook = try server.cli("diagnostic-setting", "create", "hook", "--webhook", "https://127.0.0.1/")
            #expect(hook.status == 2, "\(hook)")
            #expect(hook.error.contains("diagnostics.allowedAddresses"), "\(hook)")
            let secret = try server.cli("diagnostic-setting", "create", "hook", "--webhook", "https://a.example/")
            #expect(secret.error.contains("needs a secret"), "\(secret)")
        }
    }
}
