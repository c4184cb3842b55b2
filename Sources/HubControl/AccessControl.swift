import Crypto
package import HubModel
import HubStore
import Logging
import Synchronization

/// Tells who bears an API token.
package final class AccessControl: Sendable {
    /// Tokens that were seen lately; when it is full it is emptied.
    static let capacity = 10_000

    private let store: HubStore
    private let world: World
    private let logger: Logger
    private let known = Mutex<Known>(Known())
    private let failures = Mutex(AttemptCounter.failedLogins)
    private let anonymousReads = Mutex(AttemptCounter.anonymousReads)

    private struct Known {
        var callers: [[UInt8]: Caller] = [:]
        /// Grows with each revocation: an answer read before it is not kept.
        var epoch: UInt64 = 0
    }

    /// Whether callers without a token may read device streams and allowlists.
    private let admitsAnonymous: Bool

    init(store: HubStore, admitsAnonymous: Bool, world: World, logger: Logger) {
        self.store = store
        self.admitsAnonymous = admitsAnonymous
        self.world = world
        self.logger = logger
    }

    /// The bearer's rights.
    ///
    /// Throws `IotHubUnauthorizedAccess` for a token that is unknown, expired or revoked, and `ThrottlingException`
    /// when the same wrong token comes from the same address again and again.
    package func authenticate(bearer: String, address: String) async throws(HubError) -> Caller {
        let digest = Self.digest(of: bearer)
        let now = world.now
        let (cached, epoch) = known.withLock { ($0.callers[digest], $0.epoch) }
        if let caller = cached { return try live(caller, digest, address, now) }
        // A valid token is never counted or refused, whatever others behind the same address do.
        let row = try await store.read { (reading) throws(HubError) in try reading.token(digest: digest) }
        guard let row else {
            throw refusal(digest, address, now, "The token is not one of this server, or was revoked.")
        }
        let caller = Caller(row)
        known.withLock { known in
            guard known.epoch == epoch else { return }
            if known.callers.count >= Self.capacity { known.callers.removeAll() }
            known.callers[digest] = caller
        }
        return try live(caller, digest, address, now)
    }

    /// The rights of a caller without a token.
    ///
    /// Throws `IotHubUnauthorized` where such callers have none, and `ThrottlingException` when there is too much of them
    /// from one address.
    package func authenticateAnonymous(address: String) throws(HubError) -> Caller {
        guard admitsAnonymous else { throw .noToken }
        let now = world.now
        if let wait = anonymousReads.withLock({ $0.counted(identity: [], address: address, now: now) }) {
            throw HubError(
                .throttling,
                "There are too many requests without a token from this address.",
                retryAfter: wait,
                hint: "Ask less often and with If-None-Match, or with a token of the role 'endpoints.read'."
            )
        }
        return .anonymous
    }

    /// Forgets what is known, after tokens changed.
    func forget() {
        known.withLock { known in
            known.callers.removeAll()
            known.epoch += 1
        }
    }

    /// What is stored of a token.
    static func digest(of token: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(token.utf8)))
    }

    private func live(
        _ caller: Caller,
        _ digest: [UInt8],
        _ address: String,
        _ now: Timestamp
    ) throws(HubError) -> Caller {
        guard let end = caller.expiresAt, end <= now else { return caller }
        throw refusal(digest, address, now, "The token expired at \(end).")
    }

    /// Counts a wrong credential, and makes the error for it.
    func refusal(_ digest: [UInt8], _ address: String, _ now: Timestamp, _ message: String) -> HubError {
        let wait = failures.withLock { $0.counted(identity: digest, address: address, now: now) }
        logger.info("token refused", metadata: ["peer.address": "\(VisibleText.show(address, limit: 64))"])
        if let wait {
            return HubError(
                .throttling,
                "The same credential was refused too often; it is still not valid.",
                retryAfter: wait,
                hint: "Give the program a valid one: devicestream login, or devicestream token create"
            )
        }
        return HubError(.unauthorizedAccess, message)
    }
}
