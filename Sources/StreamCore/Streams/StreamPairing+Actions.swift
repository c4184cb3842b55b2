package import HubModel

/// A connection of a gateway, numbered by it and never again in the same run.
package struct GatewayConnectionID: Hashable, Sendable {
    package let number: UInt64

    package init(number: UInt64) { self.number = number }
}

/// A side of a stream that came first.
package struct WaitingSide: Equatable, Sendable {
    package let connection: GatewayConnectionID
    /// What the adapter holds of it, in bytes.
    package let earlyBytes: Int
    /// It has ended already: its bytes are delivered, then the other side is closed.
    package let isGone: Bool
}

/// A side of a stream that waited in vain.
package struct LonelySide: Equatable, Sendable {
    package let key: StreamKey
    package let side: StreamSide
    package let waiting: WaitingSide
}

/// Why the waiting room does not let a connection in, although its token is good.
package enum PairingRefusal: Equatable, Sendable {
    case expired
    /// The same token once more.
    case tokenUsed
    /// Another token for a side that has come.
    case sideTaken
    /// A token for the same stream of another device.
    case otherDevice
    /// The stream was paired and ended, or closed, or waited too long.
    case streamOver
    /// The connection waits for another stream.
    case connectionTaken
    /// As many streams are known as the gateway bears.
    case roomFull
}

extension StreamPairing {
    /// What to do with a connection that came.
    package enum ArrivedAction: Equatable, Sendable {
        /// Upgrade it, hold what it sends, call `expired` at `wakes`.
        case wait(until: Timestamp)
        /// Upgrade it and relay between it and this one, beginning with the bytes that are held.
        case pair(with: WaitingSide)
        /// Answer 401, or 503 where the room is full.
        case refuse(PairingRefusal)
    }

    /// What to do with bytes.
    package enum ReceivedAction: Equatable, Sendable {
        case hold
        /// Hold them, and read no more until the other side is there.
        case holdAndStopReading
        /// It does not wait: the relay has it.
        case passOn
        /// More than was allowed came although reading was stopped; close it and report that its side left.
        case close(StreamSide)
    }

    /// What to do after the end of a connection.
    package enum LeftAction: Equatable, Sendable {
        /// Keep what it sent until then, for the other side.
        case hold(until: Timestamp)
        /// Report that the side left.
        case end(StreamKey, StreamSide)
        case ignore
    }

    /// What to do after the hub ended a stream.
    package enum ClosedAction: Equatable, Sendable {
        /// Close this connection and drop what it sent.
        case close(WaitingSide)
        case none
    }
}
