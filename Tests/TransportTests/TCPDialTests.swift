import NIOCore
import NIOPosix
import Testing

@testable import Transport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct TCPDialTests {
    @Test func `a connection sends small writes at once, and asks for nothing that only root may have`() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let dial = TCPDial(overrides: [])
        let channel = try await dial.connect("127.0.0.1", port, on: group.next(), timeout: .seconds(10)).get()
        #expect(try await channel.getOption(.tcpOption(.tcp_nodelay)).get() != 0)
        // At the level of sockets the number of TCP_NODELAY is this one's.
        #expect(try await channel.getOption(.socketOption(NIOBSDSocket.Option(rawValue: SO_DEBUG))).get() == 0)
        try await channel.close()
        try await server.close()
    }
}
