import Synchronization

/// Carries revocations from the use cases that make them to those who must act on them.
///
/// Within one process a call; between nodes the store's notifications.
final class RevocationBus: Sendable {
    private let listeners = Mutex<[@Sendable (Revocation) -> Void]>([])

    func attach(_ listener: @escaping @Sendable (Revocation) -> Void) {
        listeners.withLock { $0.append(listener) }
    }

    /// Tells everyone; returns when all have acted.
    func publish(_ revocation: Revocation) {
        for listener in listeners.withLock({ $0 }) { listener(revocation) }
    }
}
