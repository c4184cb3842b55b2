import DeviceSDK
import Foundation
import NIOCore
import NIOPosix
import ServiceSDK
import StreamClient

/// Both local proxies, as small as they can be: a listener whose connections are streams, and a device that joins
/// each stream to a TCP service.
final class Tunnel: Sendable {
    let port: Int
    private let listener: NIOAsyncChannel<any Channel, Never>
    private let device: DeviceClient
    private let service: ServiceClient
    private let target: Int

    private init(_ listener: NIOAsyncChannel<any Channel, Never>, _ site: SDKSite, target: Int) throws {
        self.listener = listener
        self.target = target
        port = listener.channel.localAddress?.port ?? 0
        device = try site.device()
        service = try site.service()
    }

    /// Runs a tunnel to a port of this machine for the time of the closure.
    static func run(_ site: SDKSite, to target: Int, _ body: (Int) async throws -> Void) async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try StreamSplice.prepare(channel)
                    return channel
                }
            }
        let tunnel = try Tunnel(listener, site, target: target)
        async let serving: Void = tunnel.serveDevice()
        async let forwarding: Void = tunnel.forward()
        do {
            try await tunnel.device.connect()
            try await body(tunnel.port)
        } catch {
            await tunnel.end()
            throw error
        }
        await tunnel.end()
        try await serving
        try? await forwarding
    }

    private func end() async {
        await device.close()
        try? await listener.channel.close()
    }

    private func serveDevice() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for try await request in device.streamRequests {
                group.addTask { [target] in
                    let loop = MultiThreadedEventLoopGroup.singleton.any()
                    let local = try await LocalTarget.connect(
                        host: "127.0.0.1",
                        port: target,
                        on: loop,
                        timeout: .seconds(5)
                    )
                    _ = try await StreamSplice.join(try await request.acceptChannel(on: loop), local).get()
                }
            }
        }
    }

    private func forward() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { connections in
                for try await local in connections {
                    group.addTask { [service] in
                        do {
                            let stream = try await service.openChannel(to: SDKSite.press, on: local.eventLoop)
                            _ = try await StreamSplice.join(stream, local).get()
                        } catch {
                            try? await local.close()
                            throw error
                        }
                    }
                }
            }
        }
    }
}
