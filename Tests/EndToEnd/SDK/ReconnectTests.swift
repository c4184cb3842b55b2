import DeviceSDK
import Foundation
import ServiceSDK
import Testing

/// What comes back after a loss, and what goes on meanwhile.
@Suite(.timeLimit(.minutes(2))) struct ReconnectTests {
    @Test func `a device comes back after its hub has restarted`() async throws {
        let files = try TemporaryDirectory()
        defer { files.remove() }
        let state = files.path + "/state"
        let (device, port, serviceString) = try await TestServer.runAsync(state: state) { server in
            let site = try await SDKSite(server)
            let device = try site.device()
            try await device.connect()
            server.program.end()
            return (device, server.port, site.serviceString)
        }
        for await state in device.connectionStates {
            if case .waiting = state { break }
        }
        try await TestServer.runAsync(["--listen", "127.0.0.1:\(port)"], state: state) { server in
            let settings = ConnectionSettings(trust: .file(server.caFile))
            let service = try ServiceClient(connectionString: serviceString, settings: settings)
            async let served: Void = {
                for try await request in device.streamRequests {
                    try await request.accept().echo()
                    return
                }
            }()
            let stream = try await service.openStream(
                to: SDKSite.press,
                options: StreamOptions(waitOnline: .seconds(60))
            )
            try await stream.write("again".utf8)
            try stream.finish()
            #expect(try await stream.rest() == Array("again".utf8))
            try await served
            await device.close()
        }
    }

    @Test func `a stream outlives the connection to the hub, which comes back`() async throws {
        let proxy = try ConnectProxy()
        defer { proxy.end() }
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server, settings: Self.settings(server, proxy))
            let device = try site.device()
            try await site.serving(device) {
                try await $0.accept().echo()
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                try await stream.write("before".utf8)
                var back: [UInt8] = []
                var chunks = stream.makeAsyncIterator()
                while back.count < 6, let chunk = try await chunks.next() { back += Array(chunk.readableBytesView) }
                #expect(try proxy.cut("hub.devicestream.localhost") >= 1)
                var states = device.connectionStates.makeAsyncIterator()
                while let state = await states.next() {
                    if case .waiting = state { break }
                }
                while let state = await states.next(), state != .connected {}
                try await stream.write(" and after".utf8)
                try stream.finish()
                while let chunk = try await chunks.next() { back += Array(chunk.readableBytesView) }
                #expect(String(decoding: back, as: UTF8.self) == "before and after")
                let other = try await site.service().openStream(to: SDKSite.press)
                await other.close()
            }
        }
    }

    @Test func `a stream whose connection is cut ends as broken, not as finished`() async throws {
        let proxy = try ConnectProxy()
        defer { proxy.end() }
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server, settings: Self.settings(server, proxy))
            try await site.serving(try site.device()) { request in
                let stream = try await request.accept()
                try await stream.write("here".utf8)
                await #expect(throws: ByteStreamError.self) { _ = try await stream.rest() }
            } _: {
                let stream = try await site.service().openStream(to: SDKSite.press)
                try await stream.write("half of".utf8)
                // Before that, the device may not have joined.
                var received = stream.makeAsyncIterator()
                #expect(try await received.next() != nil)
                #expect(try proxy.cut("hub.local-001.streams") >= 1)
                let error = await #expect(throws: ByteStreamError.self) { _ = try await stream.rest() }
                guard case .ended(.connectionLost(let words))? = error else {
                    Issue.record("ended as \(String(describing: error))")
                    return
                }
                #expect(words == "it was cut off without being closed")
            }
        }
    }

    static func settings(_ server: TestServer, _ proxy: ConnectProxy) -> ConnectionSettings {
        ConnectionSettings(
            trust: .file(server.caFile),
            proxy: ProxySettings(
                host: "127.0.0.1",
                port: proxy.port,
                userName: ConnectProxy.userName,
                password: Secret(text: ConnectProxy.password)
            )
        )
    }
}
