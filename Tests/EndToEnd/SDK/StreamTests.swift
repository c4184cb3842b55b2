import DeviceSDK
import Foundation
import ServiceSDK
import Testing

/// Both SDKs through a real server.
@Suite(.timeLimit(.minutes(2))) struct StreamTests {
    @Test func `many MiB come back as they were sent`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            try await site.serving(try site.device()) {
                try await $0.accept().echo()
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                #expect(stream.hasHalfClose)
                let sent = pattern(16 << 20)
                async let back = stream.rest()
                try await stream.write(sent)
                try stream.finish()
                #expect(try await back == sent)
                await stream.close()
                #expect(stream.end == .finished)
            }
        }
    }

    @Test func `the device is told what it is asked for, and the service what it got`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            try await site.serving(try site.device()) { request in
                #expect(request.name.text == "maintenance")
                #expect(request.service?.text == "ssh")
                #expect(request.reason == "Ticket 4711")
                #expect(request.caller == "policy:service")
                let stream = try await request.accept()
                try await stream.write("hello".utf8)
                try stream.finish()
                #expect(try await stream.rest() == Array("bye".utf8))
            } _: {
                let stream = try await site.service().openStream(
                    to: SDKSite.press,
                    name: StreamName("maintenance"),
                    service: ServiceName("ssh"),
                    options: StreamOptions(reason: "Ticket 4711")
                )
                // The device has finished, and hears the answer all the same.
                #expect(try await stream.rest() == Array("hello".utf8))
                try await stream.write("bye".utf8)
                try stream.finish()
                await stream.close()
                #expect(stream.end == .finished)
            }
        }
    }

    @Test func `a rejection says why`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            try await site.serving(try site.device()) { request in
                try await request.reject(reason: "closed for the night", code: "Night", retryAfter: .seconds(30))
            } _: {
                let error = await #expect(throws: ClientError.self) {
                    _ = try await site.service().openStream(to: SDKSite.press)
                }
                #expect(error?.code == .streamRejected)
                #expect(error?.error.message.contains("Night: closed for the night") == true)
                #expect(error?.error.retryAfter == .seconds(30))
                #expect(error?.trackingID != nil)
            }
        }
    }

    @Test func `a device that is away, and one that is not there, are told apart`() async throws {
        try await TestServer.runAsync { server in
            let service = try await SDKSite(server).service()
            let away = await #expect(throws: ClientError.self) { _ = try await service.openStream(to: SDKSite.press) }
            #expect(away?.code == .deviceNotOnline)
            let none = await #expect(throws: ClientError.self) {
                _ = try await service.openStream(to: DeviceID("press-08"))
            }
            #expect(none?.code == .deviceNotFound)
        }
    }

    @Test func `a device with a wrong key is refused for good`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let wrong = try DeviceClient(
                connectionString: site.deviceString.replacing(/SharedAccessKey=.*/, with: "SharedAccessKey=d3Jvbmc="),
                settings: site.settings
            )
            let error = await #expect(throws: ClientError.self) {
                for try await _ in wrong.streamRequests {}
            }
            #expect(error?.code == .unauthorizedAccess)
            var last: DeviceConnectionState?
            for await state in wrong.connectionStates { last = state }
            #expect(last == error.map { .refused($0) })
        }
    }

    @Test func `a request waits for a device that comes, and a cancelled one is given up`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let service = try site.service()
            let early = Task {
                try await service.openStream(to: SDKSite.press, options: StreamOptions(waitOnline: .seconds(60)))
            }
            try await site.serving(try site.device()) {
                try await $0.accept().echo()
            } _: {
                let stream = try await early.value
                try await stream.write("ping".utf8)
                try stream.finish()
                #expect(try await stream.rest() == Array("ping".utf8))
            }
            let given = Task {
                try await service.openStream(to: SDKSite.press, options: StreamOptions(waitOnline: .seconds(60)))
            }
            given.cancel()
            let error = await #expect(throws: ClientError.self) { _ = try await given.value }
            #expect(error?.code == .requestTimeout)
        }
    }

    @Test func `many streams to one device are apart`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let limits = try server.request(
                "PATCH",
                "/v1/hubs/hub",
                json: #"{"properties":{"limits":{"newStreamsPerSecond":null}}}"#
            )
            #expect(limits.status == 200, "\(limits)")
            let service = try site.service()
            try await site.serving(try site.device()) {
                try await $0.accept().echo()
            } _: {
                try await withThrowingDiscardingTaskGroup { group in
                    for number in 1...24 {
                        group.addTask {
                            let stream = try await service.openStream(to: SDKSite.press)
                            let sent = pattern(100_000 + number, seed: UInt64(number))
                            try await stream.write(sent)
                            try stream.finish()
                            #expect(try await stream.rest() == sent)
                        }
                    }
                }
            }
        }
    }

    @Test func `stream connect ends with its stream, although its input is open`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            try await site.serving(try site.device()) { request in
                let stream = try await request.accept()
                try await stream.write("bye".utf8)
                try stream.finish()
                var chunks = stream.makeAsyncIterator()
                #expect(try await chunks.next().map { String(buffer: $0) } == "go\n")
                await stream.close()
            } _: {
                let environment = server.cliEnvironment()
                let errorFile = server.files.path + "/connect.err"
                try await blocking {
                    let program = try RunningProgram(
                        Programs.client,
                        ["stream", "connect", SDKSite.press.text, "-n", "hub"],
                        environment: environment,
                        errorFile: errorFile
                    )
                    defer { program.end() }
                    #expect(String(decoding: try program.rest(), as: UTF8.self) == "bye")
                    // One direction has ended; now the device ends both.
                    try program.write("go\n")
                    #expect(try program.exit() == 0)
                }
            }
        }
    }
}
