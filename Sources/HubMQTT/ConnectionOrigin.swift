import HubControl
import HubModel
import NIOCore
import NIOHTTP1
import StreamCore
import Transport

/// Which way a device connection came, and what is known of it before its CONNECT.
enum ConnectionOrigin: Sendable {
    /// MQTT over TLS: what the client showed in the handshake, which is still going on at first.
    case tls(TLSPeer)
    /// MQTT over WebSocket: the host that the request named.
    case webSocket(host: String?)

    var transport: DeviceTransport {
        switch self {
        case .tls: .mqtt
        case .webSocket: .mqttWebSocket
        }
    }

    /// Whether the TLS handshake is yet to come.
    var awaitsHandshake: Bool {
        switch self {
        case .tls: true
        case .webSocket: false
        }
    }

    /// The login of a device that came this way; to be called on the channel's event loop.
    func login(_ login: MQTTLogin, on channel: any Channel) -> DeviceLogin {
        let userName: String?
        var password: Secret?
        switch login.credentials {
        case .none: userName = nil
        case .userName(let name): userName = name
        case .password(let name, let secret):
            userName = name
            // An empty one is what some programs send for none.
            password = secret.bytes.isEmpty ? nil : secret
        }
        let serverName: String?
        let certificates: [[UInt8]]
        switch self {
        case .tls(let peer):
            serverName = peer.serverName
            certificates = peer.certificates(in: channel.pipeline.syncOperations)
        case .webSocket(let host):
            serverName = host
            certificates = []
        }
        return DeviceLogin(
            userName: userName,
            clientID: login.clientID,
            password: password,
            serverName: serverName,
            certificates: certificates,
            peerAddress: channel.remoteAddress?.ipAddress ?? "",
            transport: transport
        )
    }
}

extension HTTPRequestHead {
    /// The host that the request names, in lower case, without its port.
    ///
    /// `nil` where it names an address, or not exactly one host.
    var namedHost: String? {
        let fields = headers["host"]
        guard fields.count == 1, let field = fields.first, !field.hasPrefix("[") else { return nil }
        let name = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard !name.isEmpty, AddressRange(String(name)) == nil else { return nil }
        return name.lowercased()
    }
}
