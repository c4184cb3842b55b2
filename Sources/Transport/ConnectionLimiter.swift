package import NIOCore
import Synchronization

/// Counts connections and refuses those above the limits.
///
/// One serves all listeners that share the descriptors.
package final class ConnectionLimiter: Sendable {
    /// What is counted, for logs and metrics.
    package struct Counts: Sendable, Equatable {
        /// Connections now, in all.
        package var connections = 0
        /// Connections now whose handshake is not complete.
        package var handshakes = 0
        /// Connections refused since the start.
        package var refused = 0
    }

    private struct State {
        var counts = Counts()
        /// Bounded by the number of handshakes: a group without any is removed.
        var handshakes: [AddressGroup: Int] = [:]
    }

    /// The limits in force.
    package let limits: ConnectionLimits
    private let state = Mutex(State())

    package init(limits: ConnectionLimits) {
        self.limits = limits
    }

    package var counts: Counts { state.withLock { $0.counts } }

    /// Lets a new connection in, or not.
    ///
    /// Who gets an admission must call `closed()` on it in the end.
    package func admit(_ address: SocketAddress?) -> Admission? {
        let group = AddressGroup(address)
        let isAdmitted = state.withLock { state in
            guard state.counts.connections < limits.connections,
                state.counts.handshakes < limits.handshakes,
                state.handshakes[group, default: 0] < limits.handshakesPerAddress
            else {
                state.counts.refused += 1
                return false
            }
            state.counts.connections += 1
            state.counts.handshakes += 1
            state.handshakes[group, default: 0] += 1
            return true
        }
        return isAdmitted ? Admission(limiter: self, group: group) : nil
    }

    func endHandshake(of group: AddressGroup) {
        state.withLock { Self.endHandshake(of: group, in: &$0) }
    }

    func endConnection(of group: AddressGroup, inHandshake: Bool) {
        state.withLock { state in
            state.counts.connections -= 1
            if inHandshake { Self.endHandshake(of: group, in: &state) }
        }
    }

    private static func endHandshake(of group: AddressGroup, in state: inout State) {
        state.counts.handshakes -= 1
        let rest = state.handshakes[group, default: 1] - 1
        state.handshakes[group] = rest > 0 ? rest : nil
    }
}
