import HubModel
import Synchronization

/// Holds the token that the first start hands over.
final class Handed: Sendable {
    private let value = Mutex("")

    func take(_ secret: Secret) { value.withLock { $0 = secret.text } }

    var token: String { value.withLock { $0 } }
}
