import NIOCore
import NIOPosix
import Testing

@testable import Transport

@Suite struct TCPDialTests {
    @Test func `a connection sends small writes at once`() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let dial = TCPDial(overrides: [])
        let channel = try await dial.connect("127.0.0.1", port, on: group.next(), timeout: .seconds(10)).get()
        // At the level of sockets the same number means SO_DEBUG, which only root may set: nobody else could connect.
        #expect(try await channel.getOption(.tcpOption(.tcp_nodelay)).get() != 0)
        try await channel.close()
        try await server.close()
    }
}
