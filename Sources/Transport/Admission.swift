import Synchronization

/// The place of one connection within the limits.
package final class Admission: Sendable {
    private enum Stage {
        case handshake, established, closed
    }

    private let limiter: ConnectionLimiter
    private let group: AddressGroup
    private let stage = Mutex(Stage.handshake)

    init(limiter: ConnectionLimiter, group: AddressGroup) {
        self.limiter = limiter
        self.group = group
    }

    /// The connection no longer counts as a handshake.
    ///
    /// Saying it again changes nothing.
    package func handshakeCompleted() {
        let isFirst = stage.withLock { stage in
            guard stage == .handshake else { return false }
            stage = .established
            return true
        }
        if isFirst { limiter.endHandshake(of: group) }
    }

    /// The connection is gone.
    ///
    /// Saying it again changes nothing.
    package func closed() {
        let last = stage.withLock { stage in
            let last = stage
            stage = .closed
            return last
        }
        if last != .closed { limiter.endConnection(of: group, inHandshake: last == .handshake) }
    }
}
