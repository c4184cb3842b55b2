import DeviceSDK
import Foundation
import ServiceSDK
import Synchronization
import Testing

/// What both sides are told when somebody closes their stream.
@Suite(.timeLimit(.minutes(3))) struct CloseReasonTests {
    /// How streams ended at the device.
    private final class Ends: Sendable {
        private let ends = Mutex<[String: StreamEnd]>([:])
        subscript(name: String) -> StreamEnd? { ends.withLock { $0[name] } }
        func ended(_ name: String, _ end: StreamEnd?) { ends.withLock { $0[name] = end } }
    }

    @Test func `one id and the operator's words are in the answer, both close reasons, the error and the record`()
        async throws
    {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let ends = Ends()
            let environment = server.cliEnvironment()
            let errorFile = server.files.path + "/connect.err"
            @Sendable func cli(_ arguments: String...) throws -> ProgramRun {
                try ProgramRun.run(Programs.client, arguments, environment: environment)
            }
            let told = try await site.serving(try site.device()) { request in
                let stream = try await request.accept()
                // It is closed while it echoes.
                try? await stream.echo()
                ends.ended(request.name.text, stream.end)
            } _: {
                try await blocking { () -> JSON in
                    let arguments = [
                        "stream", "connect", "press-07", "-n", "hub", "--any-service", "--stream-name", "s",
                    ]
                    let program = try RunningProgram(
                        Programs.client,
                        arguments + ["--error-format", "json"],
                        environment: environment,
                        errorFile: errorFile
                    )
                    defer { program.end() }
                    try program.write("here\n")
                    #expect(try program.line() == "here")
                    let live = try JSON(cli("stream", "list", "-n", "hub", "--state", "established").outputBytes).rows
                    let stream = try #require(live.first)
                    let id = try #require(stream["streamId"]?.text)
                    let close = try cli("stream", "close", id, "-n", "hub", "--reason", "Ticket 4711", "-y")
                    #expect(close.status == 0, "\(close)")
                    _ = try program.exit()
                    return stream
                }
            }
            let id = try #require(told["trackingId"]?.text)
            let words = "An operator closed the stream: Ticket 4711; tracking " + id
            #expect(ends["s"] == .closedByHub(.streamClosed, reason: words))
            let error = try JSON(FileManager.default.contents(atPath: errorFile) ?? Data())["error"]
            #expect(error?["code"]?.text == "StreamClosed")
            #expect(error?["message"]?.text == "The stream was closed: \(words).")
            let story = try await blocking { try cli("log", "show", id, "-n", "hub", "-o", "json") }
            let records = try JSON(story.outputBytes).rows
            #expect(records.map { $0["OperationName"]?.text } == ["streamRequest", "streamEnd"])
            #expect(records.last?["properties"]?["closeReason"]?.text == "closed by first owner: Ticket 4711")
        }
    }
}
