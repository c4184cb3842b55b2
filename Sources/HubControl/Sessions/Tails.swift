import HubModel
import Synchronization

/// The tails of logs and streams that run: how many each token has, and which of them have to end.
package final class Tails: Sendable {
    /// Tails of one token at once: a few people and a script may share it.
    static let perToken = 8
    /// Tails at once, of all tokens; each reads the store whenever there is something new.
    static let capacity = 256

    private struct State {
        var nextNumber: UInt64 = 0
        /// The tails that run, by number, with the token that began each.
        var tokens: [UInt64: TokenID] = [:]
        var isStopping = false
    }

    private let state = Mutex(State())
    private let sessions: SessionDirectory
    private let world: World

    init(sessions: SessionDirectory, world: World) {
        self.sessions = sessions
        self.world = world
    }

    /// Lets a tail begin; throws `ThrottlingException` where there are too many.
    func begin(_ caller: Caller) throws(HubError) -> TailPermit {
        enum Step { case begin(UInt64), tooMany, full, stopping }
        let step = state.withLock { state -> Step in
            guard !state.isStopping else { return .stopping }
            guard state.tokens.count < Self.capacity else { return .full }
            guard state.tokens.values.count(where: { $0 == caller.tokenID }) < Self.perToken else { return .tooMany }
            state.nextNumber += 1
            state.tokens[state.nextNumber] = caller.tokenID
            return .begin(state.nextNumber)
        }
        switch step {
        case .begin(let number):
            return TailPermit(self, number, expiresAt: caller.expiresAt, session: caller.session)
        case .tooMany:
            throw HubError(
                .throttling,
                "The token '\(caller.tokenID)' follows logs and streams \(Self.perToken) times already, its limit.",
                retryAfter: .seconds(30)
            )
        case .full:
            throw HubError(
                .serviceUnavailable,
                "The server's logs and streams are followed \(Self.capacity) times already, its limit.",
                retryAfter: .seconds(30)
            )
        case .stopping: throw HubError(.serviceUnavailable, "The server is stopping.", retryAfter: .seconds(5))
        }
    }

    /// Whether a tail may go on; one that does is a use of its session.
    fileprivate func isRunning(_ number: UInt64, expiresAt: Timestamp?, session: SessionKey?) -> Bool {
        guard state.withLock({ $0.tokens[number] != nil }) else { return false }
        guard session.map(sessions.use) ?? true else { return false }
        return expiresAt.map { $0 > world.now } ?? true
    }

    fileprivate func ended(_ number: UInt64) { state.withLock { $0.tokens[number] = nil } }

    func revoke(_ revocation: Revocation) {
        guard case .token(let id) = revocation else { return }
        state.withLock { state in state.tokens = state.tokens.filter { $0.value != id } }
    }

    /// Ends all tails and lets no more begin, because the server stops.
    package func stop() {
        state.withLock { state in
            state.isStopping = true
            state.tokens = [:]
        }
    }
}

/// A tail's place among those that run; it is given back when nobody holds it any more.
final class TailPermit: Sendable {
    private let tails: Tails
    private let number: UInt64
    private let expiresAt: Timestamp?
    private let session: SessionKey?

    fileprivate init(_ tails: Tails, _ number: UInt64, expiresAt: Timestamp?, session: SessionKey?) {
        self.tails = tails
        self.number = number
        self.expiresAt = expiresAt
        self.session = session
    }

    deinit { tails.ended(number) }

    /// Whether the tail may go on: its token or session is good, and the server does not stop.
    var isGood: Bool { tails.isRunning(number, expiresAt: expiresAt, session: session) }
}
