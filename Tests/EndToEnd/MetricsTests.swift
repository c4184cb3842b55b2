import Foundation
import Testing

/// Metrics and health on the admin address.
@Suite(.timeLimit(.minutes(3))) struct MetricsTests {
    private static func admin(_ port: Int, _ path: String, _ more: String...) throws -> HTTPReply {
        let run = try ProgramRun.run(
            "curl",
            ["--silent", "--show-error", "--include", "--noproxy", "*", "--max-time", "20"] + more
                + ["http://127.0.0.1:\(port)" + path],
            environment: Spawn.environment(home: "/")
        )
        guard let reply = HTTPReply(run.outputBytes) else { throw RunningProgram.Failure(description: "\(run)") }
        return reply
    }

    private static func page(_ port: Int) throws -> MetricsPage {
        let reply = try admin(port, "/metrics")
        #expect(reply.status == 200)
        #expect(reply["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        return try MetricsPage(reply.text)
    }

    @Test func `streams, devices, requests and the process are in the page, and no name of anybody`() throws {
        try TestServer.run(["--admin-listen", "127.0.0.1:0"]) { server in
            let port = try #require(server.adminPort)
            let site = try TunnelSite(server)
            let before = try Self.page(port)
            #expect(before["devicestream_streams_total{result=\"Success\"}"] == 0)
            #expect(before["devicestream_device_connections{transport=\"mqttWebSocket\"}"] == 0)
            try site.withAgent { _ in
                let run = try server.cli(["stream", "connect", TunnelSite.device, "-n", "hub", "echo"], input: "ping")
                #expect(run.output == "ping", "\(run)")
                #expect(try Self.page(port)["devicestream_device_connections{transport=\"mqttWebSocket\"}"] == 1)
            }
            try wait(for: "the end of the stream in the metrics") {
                try Self.page(port)["devicestream_stream_ends_total{result=\"Success\"}"] == 1
            }
            let page = try Self.page(port)
            #expect(page["devicestream_streams_total{result=\"Success\"}"] == 1)
            #expect(page["devicestream_streams_live"] == 0)
            for stage in ["lookup", "deliver", "answer", "deviceJoin", "serviceJoin"] {
                #expect(
                    page["devicestream_handshake_stage_duration_seconds_count{stage=\"\(stage)\"}"] == 1,
                    "\(stage)"
                )
            }
            // The end of each direction is a payload of three bytes where both sides carry half-closes.
            #expect(try #require(page["devicestream_stream_bytes_total{from=\"service\"}"]) >= 4)
            #expect(try #require(page["devicestream_store_duration_seconds_count{operation=\"write\"}"]) > 0)
            #expect(try #require(page["devicestream_event_loop_delay_seconds_count{loop=\"0\"}"]) > 0)
            #expect(try #require(page["process_resident_memory_bytes"]) > 1e6)
            #expect(try #require(page["process_open_fds"]) > 5)
            #expect(try #require(page["process_cpu_seconds_total"]) > 0)
            let name = "devicestream_http_request_duration_seconds_count"
            #expect(page[name + "{operation=\"openStream\",status=\"2xx\"}"] == 1)
            let keys = page.samples.keys.joined(separator: "\n")
            #expect(!keys.contains(TunnelSite.device) && !keys.contains("hub\""))
            let started = try #require(page["process_start_time_seconds"])
            #expect(abs(started - Date().timeIntervalSince1970) < 600)
        }
    }

    @Test func `health is told on the admin address, and metrics nowhere else`() throws {
        try TestServer.run(["--admin-listen", "127.0.0.1:0"]) { server in
            let port = try #require(server.adminPort)
            #expect(try Self.admin(port, "/healthz").text == "ok\n")
            #expect(try Self.admin(port, "/readyz?x=1").text == "ready\n")
            #expect(try Self.admin(port, "/v1/hubs").status == 404)
            #expect(try Self.admin(port, "/metrics", "--request", "POST").status == 405)
            let head = try Self.admin(port, "/metrics", "--head")
            #expect(head.status == 200)
            #expect(head.text == "")
            #expect(try server.get("/metrics").status == 404)
        }
        try TestServer.run { server in
            #expect(server.adminPort == nil)
        }
    }
}
