import ArgumentParser
import HubClient
import HubModel
import Testing

@testable import CLI

/// What the verbs of `stream` make of their arguments.
@Suite struct StreamVerbTests {
    private static let id = "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41"
    private static let signedIn = [
        "DEVICESTREAM_SERVER": "https://hub.invalid", "DEVICESTREAM_TOKEN": "dst_secret", "HOME": "/nonexistent",
    ]

    @Test func `every option of open stands in the request`() throws {
        let command = try DeviceStreamCommand.parseAsRoot([
            "stream", "open", "press-07", "-n", "hub", "--stream-name", "s", "--module", "m", "--service", "ssh:22",
            "--any-service", "--reason", "why", "--wait-online", "10m", "--stream-id", Self.id.uppercased(),
            "--connect-timeout", "500ms", "--response-timeout", "60s",
        ])
        let open = try #require(command as? StreamOpen)
        #expect(try open.device.id().text == "press-07")
        #expect(
            try open.stream.creation()
                == StreamCreation(
                    streamName: StreamName("s"),
                    streamId: StreamID(Self.id),
                    moduleId: ModuleID("m"),
                    service: ServiceName("ssh:22"),
                    anyService: true,
                    reason: "why",
                    waitOnlineSeconds: 600,
                    connectTimeoutSeconds: 0.5,
                    responseTimeoutSeconds: 60
                )
        )
    }

    @Test func `what is left out is left to the server`() throws {
        let command = try DeviceStreamCommand.parseAsRoot(["stream", "open", "--device-id", "d"])
        #expect(try (command as? StreamOpen)?.stream.creation() == StreamCreation())
    }

    @Test(arguments: [
        (["--wait-online", "2h"], "it is at most 3600s"), (["--connect-timeout", "61"], "it is at most 60s"),
        (["--response-timeout", "soon"], "a duration is a number"), (["--stream-name", "a/b"], "is not a stream name"),
        (["--service", "a b"], "is not a service name"), (["--module", "?m"], "is not a module id"),
        (["--stream-id", "1"], "is not a stream id"),
        (["--reason", String(repeating: "x", count: 257)], "has at most 256 bytes"),
    ])
    func `a slip of open reaches no server`(_ words: [String], _ message: String) {
        let run = OfflineRun(["stream", "open", "d", "-n", "hub"] + words, environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.output == "")
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test(arguments: [
        (["list", "--state", "opn"], "it is one of requested, delivered, accepted, established, ended"),
        (["list", "--device", "a/b"], "is not a device id"), (["list", "--top", "0"], "it is from 1."),
        (["show", "x"], "is not a stream id"), (["show"], "Missing expected argument '<id>'"),
        (["close", "..", "-y"], "is not a stream id"),
        (["close", id, "-y", "--reason", String(repeating: "x", count: 257)], "has at most 256 bytes"),
    ])
    func `a slip of the others reaches no server`(_ words: [String], _ message: String) {
        let run = OfflineRun(["stream"] + words + ["-n", "hub"], environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func `closing needs a yes`() {
        let run = OfflineRun(["stream", "close", Self.id, "-n", "hub"], environment: Self.signedIn)
        #expect(run.status == .usage)
        #expect(run.errors.contains("Close the stream '\(Self.id)' of the hub 'hub'?"))
        #expect(run.errors.contains("-y"))
    }

    @Test func `the table shows all that a stream may have`() throws {
        let text = """
            {"streamId":"i","deviceId":"d","state":"ended","bytes":{"fromDevice":7,"fromService":8},
             "closeReason":"closed by x","resultCode":"StreamClosed","moduleId":"m","service":"ssh"}
            """
        let table = TableWriter.text(try json(text), shape: StreamCommand.shape)
        for word in ["StreamId", "FromDevice", "7", "8", "closed by x", "StreamClosed", "m", "ssh"] {
            #expect(table.contains(word))
        }
    }
}
