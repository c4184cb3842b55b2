package import HubModel

/// Notices a WebSocket peer that vanished, by asking after a silence.
///
/// States: `listening` since the peer was last heard → (silent for `interval`) → `asked` at some time → (still silent
/// for `patience`) → `gone`. Whatever the peer sends, a part of a frame too, leads from `asked` back to `listening`:
/// a pong cannot overtake the frame that is on its way. While bytes cannot flow for a reason of our own (we stopped
/// reading because the other side is slow, or what we wrote is not taken) silence says nothing: the owner holds the
/// watch, and lets it go on from zero afterwards. The timer makes the arrows of time, the owner all others.
///
/// Call `woke` once at the start, then whenever the time comes that it asked for. Being heard moves no timer; a timer
/// that fires early is told the new time.
package struct PingWatch: Equatable, Sendable {
    package enum WokeAction: Equatable, Sendable {
        /// Call `woke` again at this time.
        case wake(at: Timestamp)
        /// Send a ping, and call `woke` again at this time.
        case ping(wakeAt: Timestamp)
        /// Close the connection: nobody answers.
        case peerGone
    }

    /// Silence before a ping: shorter than the minute after which common forwarders drop an idle connection.
    package static let standardInterval = Duration.seconds(30)
    /// How long after a ping a peer may stay silent; the same for gateways and for our clients.
    ///
    /// Longer than `StreamPatience.stall`: a ping on its way into a network that is cut is sent again by TCP as late as
    /// other bytes are, and a gateway may leave it unread for as long as the other side takes nothing. A peer that
    /// vanished while nothing was under way is noticed two minutes after it was last heard.
    package static let standardPatience = Duration.seconds(90)

    private enum State: Equatable {
        case listening(since: Timestamp)
        case asked(at: Timestamp)
        case held
        case gone
    }

    private let interval: Duration
    private let patience: Duration
    private var state: State

    package init(
        interval: Duration = Self.standardInterval,
        patience: Duration = Self.standardPatience,
        now: Timestamp
    ) {
        self.interval = interval
        self.patience = patience
        state = .listening(since: now)
    }

    /// The peer sent something.
    package mutating func heard(now: Timestamp) {
        switch state {
        case .listening, .asked: state = .listening(since: now)
        case .held, .gone: return
        }
    }

    /// From now on silence has a reason of our own.
    package mutating func held() {
        switch state {
        case .listening, .asked: state = .held
        case .held, .gone: return
        }
    }

    /// Bytes can flow again.
    package mutating func released(now: Timestamp) {
        switch state {
        case .held: state = .listening(since: now)
        case .listening, .asked, .gone: return
        }
    }

    /// The timer fired, or the watch begins.
    package mutating func woke(now: Timestamp) -> WokeAction {
        switch state {
        case .listening(let since):
            // A clock that was set back must not put the question off by as much.
            let since = min(since, now)
            state = .listening(since: since)
            guard now >= since + interval else { return .wake(at: since + interval) }
            state = .asked(at: now)
            return .ping(wakeAt: now + patience)
        case .asked(let asked):
            let asked = min(asked, now)
            state = .asked(at: asked)
            guard now >= asked + patience else { return .wake(at: asked + patience) }
            state = .gone
            return .peerGone
        case .held:
            return .wake(at: now + interval)
        case .gone:
            return .peerGone
        }
    }
}
