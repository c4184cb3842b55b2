import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import StreamCore
import Transport

/// A room that has a WebSocket path on the main listener; `nil` leaves the request to the router.
typealias WebSocketDoor = @Sendable (HTTPRequestHead, any Channel) -> WebSocketAdmission?

/// What a connection of the main listener has become.
enum ConnectionKind: Sendable {
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    /// Handlers of a room have it; only its end is of interest here.
    case webSocket
}

/// The one upgrade of a connection: asks the doors when the first request comes, and lets the one that opened take over.
///
/// The gate asks before NIO's upgrade handler sees the request; what it was given is kept until that handler calls.
struct WebSocketUpgrade: NIOTypedHTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    private let doors: [WebSocketDoor]
    private let channel: any Channel
    private let admission: NIOLoopBoundBox<WebSocketAdmission?>

    init(doors: [WebSocketDoor], channel: any Channel) {
        self.doors = doors
        self.channel = channel
        admission = NIOLoopBoundBox.makeEmptyBox(valueType: WebSocketAdmission.self, eventLoop: channel.eventLoop)
    }

    /// Lets the first request of the connection through to the upgrade handler, if a door opens for it.
    var gate: UpgradeGate {
        UpgradeGate { head in
            for door in doors {
                guard let opened = door(head, channel) else { continue }
                admission.value = opened
                return true
            }
            return false
        }
    }

    func buildUpgradeResponse(
        channel: any Channel,
        upgradeRequest: HTTPRequestHead,
        initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        var headers = initialResponseHeaders
        for (name, value) in admission.value?.acceptance.headers ?? [] {
            headers.replaceOrAdd(name: name, value: value)
        }
        return channel.eventLoop.makeSucceededFuture(headers)
    }

    func upgrade(channel: any Channel, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<ConnectionKind> {
        channel.eventLoop.makeCompletedFuture {
            try admission.value?.start(channel)
            admission.value = nil
            return .webSocket
        }
    }
}
