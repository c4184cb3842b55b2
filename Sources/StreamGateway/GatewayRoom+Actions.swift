import HubModel
import StreamCore

/// A stream of which the gateway has nothing more, and how it ended.
struct OverStream: Sendable {
    let stream: RelayStream
    let side: StreamSide?
    let cause: StreamEnding.Cause
}

extension GatewayRoom {
    /// What to do with a connection that came.
    enum AdmittedAction: Sendable {
        /// Report that it joined, upgrade it.
        case admit(GatewayConnectionID, RelayStream)
        /// Let the router refuse it.
        case refuse(PairingRefusal)
        /// The same.
        case stopping
    }

    /// What a handler does first.
    enum SeatedAction: Sendable {
        /// Hold what comes.
        case wait
        /// Relay between it and this one, which is told, too.
        case relay(with: RelayLink)
        /// The peer came and went before its handler ran.
        case endOfPeer(StreamEnding.Cause)
        /// Close it with this.
        case close(CloseStatus)
    }

    /// What to do after a connection is gone; each part where there is one.
    struct GoneAction: Sendable {
        /// To be told that its peer is gone.
        var endOfPeer: RelayLink?
        /// To be reported.
        var over: OverStream?
    }

    /// What to do after a stream was closed.
    struct ClosedAction: Sendable {
        let status: CloseStatus
        /// To be closed with the status.
        var links: [RelayLink] = []
        /// To be reported.
        var over: OverStream?
    }
}
