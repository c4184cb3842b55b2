import HubModel
import Synchronization

/// What a service shows of itself with each request.
final class Authorization: Sendable {
    /// As long as the SDKs of IoT Hub make theirs.
    static let tokenLife = Duration.seconds(3600)
    /// A token that is about to expire is made anew.
    private static let margin = Duration.seconds(300)

    private struct Signer {
        let host: String
        let policy: PolicyName
        let key: Secret
    }

    private let signer: Signer?
    private let signed = Mutex<(text: String, renews: Timestamp)?>(nil)

    /// The API token, which the client sends by itself.
    init() {
        signer = nil
    }

    /// A shared access policy of the hub with this host name, without a port.
    init(host: String, policy: PolicyName, key: Secret) {
        signer = Signer(host: host, policy: policy, key: key)
    }

    /// The value of `Authorization`; `nil` where the client has it.
    func field(now: Timestamp) -> String? {
        guard let signer else { return nil }
        return signed.withLock { signed in
            if let signed, now < signed.renews { return signed.text }
            let text = SharedAccessSignature.make(
                resource: signer.host,
                key: signer.key,
                policy: signer.policy,
                expires: now + Self.tokenLife
            ).text
            signed = (text, now + (Self.tokenLife - Self.margin))
            return text
        }
    }
}
