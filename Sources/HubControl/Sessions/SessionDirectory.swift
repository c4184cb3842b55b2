package import HubModel
import HubStore
import Logging
import Synchronization

/// The sessions of people who signed in at the portal with an API token.
///
/// A browser holds the id of a session and never the token. A session opens what its token opens now: each request looks
/// the token up, so that one that is revoked or expired opens nothing from then on. Sessions live in memory, and end with
/// the server.
package final class SessionDirectory: Sendable {
    /// Sessions of all tokens; a few hundred bytes each.
    static let capacity = 1000
    /// Sessions of one token, so that nobody ends those of the others.
    static let maximumPerToken = 20
    /// A working day, and the longest it lives.
    package static let lifetime = Duration.seconds(12 * 3600)
    /// How long it lives without a request.
    static let idleTime = Duration.seconds(3600)
    /// Nobody guesses 256 bits.
    static let idBytes = 32

    private struct Session {
        let token: TokenID
        let endsAt: Timestamp
        var lastUsed: Timestamp

        func lives(_ now: Timestamp) -> Bool { now < endsAt && now < lastUsed + SessionDirectory.idleTime }
    }

    private let access: AccessControl
    private let store: HubStore
    private let world: World
    private let logger: Logger
    private let sessions = Mutex<[SessionKey: Session]>([:])

    init(access: AccessControl, store: HubStore, world: World, logger: Logger) {
        self.access = access
        self.store = store
        self.world = world
        self.logger = logger
    }

    /// How many there are, with those that nobody used again.
    package var count: Int { sessions.withLock { $0.count } }

    /// Opens a session at a hub for whoever bears the token; the result is its id.
    ///
    /// Throws what a request with the token would, and `HubNotFound` where the token is not good for the hub.
    package func signIn(_ token: Secret, at hub: HubName, address: String) async throws(HubError) -> Secret {
        let caller = try await access.authenticate(bearer: token.text, address: address)
        try caller.require(sees: hub)
        let id = Secret(text: Base64.encodeURL(world.randomBytes(Self.idBytes)))
        let now = world.now
        let session = Session(token: caller.tokenID, endsAt: now + Self.lifetime, lastUsed: now)
        sessions.withLock { sessions in
            Self.makeRoom(&sessions, for: caller.tokenID, now)
            sessions[SessionKey(id.text)] = session
        }
        logger.info("session opened", metadata: ["token.id": "\(caller.tokenID)", "hub.id": "\(hub)"])
        return id
    }

    /// Whose the session is, with the rights that the token has now.
    ///
    /// Throws `IotHubUnauthorizedAccess` for one that has ended.
    package func caller(of id: String) async throws(HubError) -> Caller {
        let key = SessionKey(id)
        let now = world.now
        let token = sessions.withLock { sessions -> TokenID? in
            guard let session = sessions[key], session.lives(now) else {
                sessions[key] = nil
                return nil
            }
            sessions[key]?.lastUsed = now
            return session.token
        }
        guard let token else { throw Self.ended }
        let row = try await store.read { (reading) throws(HubError) in try reading.token(id: token) }
        guard let row, row.expiresAt.map({ $0 > now }) ?? true else {
            end(id)
            throw Self.ended
        }
        var caller = Caller(row)
        caller.session = key
        return caller
    }

    /// Whether a session lives; if it does, it is used.
    func use(_ key: SessionKey) -> Bool {
        let now = world.now
        return sessions.withLock { sessions in
            guard sessions[key]?.lives(now) ?? false else { return false }
            sessions[key]?.lastUsed = now
            return true
        }
    }

    /// Ends a session, if there is one.
    package func end(_ id: String) { sessions.withLock { $0[SessionKey(id)] = nil } }

    /// Ends the sessions of a token.
    func revoke(_ revocation: Revocation) {
        guard case .token(let id) = revocation else { return }
        sessions.withLock { sessions in sessions = sessions.filter { $0.value.token != id } }
    }

    /// Takes out what has ended; where that is not enough, what was not used for the longest time.
    private static func makeRoom(_ sessions: inout [SessionKey: Session], for token: TokenID, _ now: Timestamp) {
        sessions = sessions.filter { $0.value.lives(now) }
        func removeOldest(where isOne: (Session) -> Bool) {
            let oldest = sessions.filter { isOne($0.value) }.min { $0.value.lastUsed < $1.value.lastUsed }
            if let oldest { sessions[oldest.key] = nil }
        }
        if sessions.values.count(where: { $0.token == token }) >= maximumPerToken { removeOldest { $0.token == token } }
        if sessions.count >= capacity { removeOldest { _ in true } }
    }

    private static let ended = HubError(
        .unauthorizedAccess,
        "The session has ended.",
        hint: "Sign in again at the hub's main address."
    )
}
