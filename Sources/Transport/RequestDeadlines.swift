import NIOCore

/// By when the peer of an HTTP/1.1 connection must have sent what it owes.
///
/// Theory of operation. A connection begins in `notStarted` and waits for its first request from the end of the TLS
/// handshake on:
///
///     notStarted ─began→ firstRequest ─headReceived→ body ─requestEnded→ serving ─responseEnded→ idle
///                                                     ↑                    │                      │
///                                        headReceived └────────────────────┘ (pipelined)          │
///                                                     └───headReceived─── head ←──bytesArrived────┘
///
/// - `firstRequest`, `idle`, `head`: the peer must act, by a fixed time. In `firstRequest` the first byte buys no more
///   time, so that a new connection has one deadline only; in `idle` it starts the one of `head`.
/// - `body`: the peer must send some byte within a time, but only while somebody wants to read: a server that is slow
///   to take an upload must not punish the peer for it. `readRequested` starts the time, `bytesArrived` ends it.
/// - `serving`: it is the server's turn, without a deadline. Pipelined heads are taken as they come; of a head that
///   has arrived in part only, nothing is known here, and it falls under `idle`.
/// - A response may end before its request does: the rest of the body is then awaited as before, and `idle` begins at
///   the end of both.
/// - `finished`: the connection closes, or speaks another protocol from now on.
package struct RequestDeadlines {
    /// The times allowed.
    package struct Limits: Sendable, Equatable {
        /// From the handshake to the end of the first request's head.
        var firstRequest: Duration
        /// From a later request's first byte to the end of its head.
        ///
        /// The same 10 s: a head fits in a few packets.
        package var head: Duration
        /// Between requests.
        ///
        /// nginx's `keepalive_timeout`; longer than the 60 s after which cloud balancers give up, so that they close
        /// first.
        package var idle: Duration
        /// Between two pieces of a body (nginx's `client_body_timeout` is 60 s, Apache's `RequestReadTimeout` 20 s).
        package var body: Duration
        /// How long a response may lie in the socket without the peer taking any of it (nginx's `send_timeout`).
        package var stalledResponse: Duration

        package init(
            firstRequest: Duration = .seconds(10),
            head: Duration = .seconds(10),
            idle: Duration = .seconds(75),
            body: Duration = .seconds(30),
            stalledResponse: Duration = .seconds(60)
        ) {
            self.firstRequest = firstRequest
            self.head = head
            self.idle = idle
            self.body = body
            self.stalledResponse = stalledResponse
        }
    }

    private enum State: Equatable {
        case notStarted
        case firstRequest(until: NIODeadline)
        case idle(until: NIODeadline)
        case head(until: NIODeadline)
        case body(until: NIODeadline?)
        case serving
        case finished
    }

    private let firstRequest: TimeAmount
    private let head: TimeAmount
    private let idle: TimeAmount
    private let body: TimeAmount
    private var state = State.notStarted
    /// Requests whose response has not ended.
    ///
    /// Bounded by what one read can hold: NIO's pipeline handler reads no more while a response is due.
    private var unanswered = 0

    init(limits: Limits) {
        firstRequest = TimeAmount(limits.firstRequest)
        head = TimeAmount(limits.head)
        idle = TimeAmount(limits.idle)
        body = TimeAmount(limits.body)
    }

    /// When the peer's time is over; `nil` while it owes nothing.
    var deadline: NIODeadline? {
        switch state {
        case .firstRequest(let until), .idle(let until), .head(let until): until
        case .body(let until): until
        case .notStarted, .serving, .finished: nil
        }
    }

    /// What the peer owes, for the log.
    var stage: String {
        switch state {
        case .notStarted: "not started"
        case .firstRequest: "first request"
        case .idle: "idle"
        case .head: "request head"
        case .body: "request body"
        case .serving: "serving"
        case .finished: "finished"
        }
    }

    /// The connection is ready for requests.
    mutating func began(now: NIODeadline) {
        guard state == .notStarted else { return }
        state = .firstRequest(until: now + firstRequest)
    }

    /// Bytes came from the peer; they are not parsed yet.
    mutating func bytesArrived(now: NIODeadline) {
        switch state {
        case .idle: state = .head(until: now + head)
        case .body: state = .body(until: nil)
        case .notStarted, .firstRequest, .head, .serving, .finished: break
        }
    }

    /// Somebody wants to read more bytes.
    mutating func readRequested(now: NIODeadline) {
        if case .body(until: nil) = state { state = .body(until: now + body) }
    }

    /// The head of a request is complete.
    mutating func headReceived() {
        guard state != .finished else { return }
        unanswered += 1
        state = .body(until: nil)
    }

    /// The request is complete.
    mutating func requestEnded(now: NIODeadline) {
        guard case .body = state else { return }
        state = unanswered > 0 ? .serving : .idle(until: now + idle)
    }

    /// A final response has gone out to its end.
    mutating func responseEnded(now: NIODeadline) {
        // A parse error is answered without a request.
        guard unanswered > 0 else { return }
        unanswered -= 1
        if unanswered == 0, state == .serving { state = .idle(until: now + idle) }
    }

    /// No request will be awaited any more.
    mutating func finished() {
        state = .finished
    }
}
