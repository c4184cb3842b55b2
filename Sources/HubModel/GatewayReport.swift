/// What a gateway tells its hub about one stream.
package struct GatewayReport: Equatable, Sendable {
    package let key: StreamKey
    package let event: Event

    package enum Event: Equatable, Sendable {
        /// A side is let in; its connection is upgraded next.
        case joined(StreamSide)
        /// Bytes have moved since the last report; at most one a second while they do.
        case progress(StreamTraffic)
        /// The gateway has nothing more of this stream; the last report of it.
        case ended(StreamEnding)
    }

    package init(_ key: StreamKey, _ event: Event) {
        self.key = key
        self.event = event
    }
}

/// The payload bytes that a gateway passed on since the stream began, without frame headers.
///
/// Where both sides carry half-closes, the end of each direction is a payload of 3 bytes for the gateway, which does not
/// know what the two agreed on: they count.
public struct StreamTraffic: Codable, Equatable, Sendable {
    /// What the device sent.
    public var fromDevice: Int64
    /// What the service sent.
    public var fromService: Int64

    /// Both directions.
    public init(fromDevice: Int64 = 0, fromService: Int64 = 0) {
        self.fromDevice = fromDevice
        self.fromService = fromService
    }
}

/// How the gateway's part of a stream ended.
package struct StreamEnding: Equatable, Sendable {
    /// The side that ended it; `nil` when the hub or the gateway did.
    package let side: StreamSide?
    package let cause: Cause
    package let traffic: StreamTraffic

    package enum Cause: Equatable, Sendable {
        /// A close frame came; its code (RFC 6455 §7.4), `nil` when it had none.
        case closed(UInt16?)
        /// The connection ended without a close frame, as the C proxy sample ends.
        case disconnected
        /// The side did not answer a ping, or took nothing of what was written for too long.
        case vanished
        /// The side broke the framing rules; what it was told.
        case violation(String)
        /// The side waited and the other one never came.
        case alone
        /// The hub ordered it.
        case ordered(ErrorCode)
        /// The gateway stops.
        case stopping
    }

    package init(side: StreamSide?, cause: Cause, traffic: StreamTraffic) {
        self.side = side
        self.cause = cause
        self.traffic = traffic
    }

    /// The reason in a few words, for records and lists.
    package var reason: String {
        switch cause {
        case .closed(let code?): "closed by the \(peer) with code \(code)"
        case .closed(nil): "closed by the \(peer)"
        case .disconnected: "the \(peer) disconnected"
        case .vanished: "the \(peer) no longer answers"
        case .violation(let text): "the \(peer) broke the protocol: \(text)"
        case .alone: "the \(side?.other.rawValue ?? "other side") never came"
        case .ordered(let code): "closed by the hub: \(code.rawValue)"
        case .stopping: "the gateway stopped"
        }
    }

    private var peer: String { side?.rawValue ?? "gateway" }
}
