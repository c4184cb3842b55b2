import Foundation
import Testing

/// `devicestream stream` where no device is there to answer; with devices, `scripts/check-peers` runs streams.
struct StreamVerbTests {
    @Test func `a device that is not there, not connected, or disabled, is told by the exit status`() throws {
        try TestServer.run { server in
            #expect(try server.cli("device", "create", "press-07", "-n", "hub", "-o", "none").status == 0)
            let offline = try server.cli("stream", "open", "press-07", "-n", "hub")
            #expect(offline.status == 9, "\(offline)")
            #expect(offline.output.isEmpty, "\(offline)")
            #expect(offline.error.contains("ERROR: Device 'press-07' is not connected to hub 'hub'."), "\(offline)")
            #expect(offline.error.contains("devicestream stream open press-07 --wait-online 10m"), "\(offline)")
            #expect(offline.error.contains("code: DeviceNotOnline (404103)"), "\(offline)")
            #expect(try server.cli("stream", "open", "press-08", "-n", "hub").status == 3)
            let waited = try server.cli("stream", "open", "press-07", "-n", "hub", "--wait-online", "1s")
            #expect(waited.status == 9, "\(waited)")
            let disabled = try server.cli("device", "update", "press-07", "--status", "disabled", "-o", "none")
            #expect(disabled.status == 0, "\(disabled)")
            let refused = try server.cli("stream", "open", "press-07", "-n", "hub")
            #expect(refused.status == 5, "\(refused)")
            #expect(refused.error.contains("DeviceDisabled"), "\(refused)")
        }
    }

    @Test func `a hub without streams has an empty list, and no stream is a stream that is not known`() throws {
        try TestServer.run { server in
            let list = try server.cli("stream", "list", "-n", "hub")
            #expect(list.status == 0, "\(list)")
            #expect(list.output == "[]\n", "\(list)")
            let id = "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41"
            #expect(try server.cli("stream", "show", id, "-n", "hub").status == 3)
            #expect(try server.cli("stream", "close", id, "-n", "hub", "-y").status == 3)
            #expect(try server.cli("stream", "show", "no-guid", "-n", "hub").status == 2)
        }
    }

    @Test func `the MQTT port is on the list of what a firewall must open, and need not be`() throws {
        try TestServer.run { server in
            let list = try server.cli(
                "allowlist",
                "show",
                "-n",
                "hub",
                "--query",
                "value[?!required].[urls[0]]",
                "-o",
                "tsv"
            )
            #expect(list.output == "hub.devicestream.localhost\n", "\(list)")
        }
        try TestServer.run(["--mqtt-listen", "none"]) { server in
            let list = try server.cli("allowlist", "show", "-n", "hub", "--query", "length(value[?!required])")
            #expect(list.output == "0\n", "\(list)")
        }
    }

    @Test func `limits of each device and of each caller are set and taken away`() throws {
        try TestServer.run { server in
            let set = try server.cli(
                "hub",
                "update",
                "hub",
                "--max-concurrent-streams-per-device",
                "3",
                "--max-bytes-per-day-per-caller",
                "1000"
            )
            #expect(set.status == 0, "\(set)")
            let query = "properties.limits.[perDevice.concurrentStreams, perCaller.bytesPerDay]"
            #expect(try server.cli("hub", "show", "hub", "--query", query, "-o", "tsv").output == "3\n1000\n")
            let again = ["hub", "update", "hub", "--max-concurrent-streams-per-device", "unlimited", "-o", "none"]
            #expect(try server.cli(again).status == 0)
            let left = try server.cli("hub", "show", "hub", "--query", query, "-o", "json")
            #expect(try JSON(left.outputBytes) == .array([.null, .number(1000)]))
        }
    }
}
