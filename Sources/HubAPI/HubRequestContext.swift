package import Hummingbird
package import NIOCore

/// What a request knows of its connection.
package struct HubRequestContext: InitializableFromSource, Sendable {
    /// The connection that the request came on.
    package let channel: any Channel

    package init(channel: any Channel) {
        self.channel = channel
    }

    package init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }

    /// The IP address of the peer; empty where it has none.
    package var peerAddress: String { channel.remoteAddress?.ipAddress ?? "" }

    /// The loop on which the connection lives.
    package var eventLoop: any EventLoop { channel.eventLoop }
}
