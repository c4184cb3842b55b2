package import HubModel

/// Who should have signed a token, with the keys that the store has for it.
package enum SASSigner: Equatable, Sendable {
    /// The device or module itself.
    case identity(KeyPair)
    /// A shared access policy of the hub.
    case policy(PolicyName, rights: [AccessRight], KeyPair)

    /// The two keys, either of which will do; an empty one never does.
    package var keys: KeyPair {
        switch self {
        case .identity(let keys), .policy(_, rights: _, let keys): keys
        }
    }
}

/// What came of checking a SAS token.
package enum SASVerdict: Equatable, Sendable {
    case accepted(SASGrant)
    case refused(SASRefusal)
}

/// What an accepted token gives.
package struct SASGrant: Equatable, Sendable {
    /// Which key signed: when that one is rotated, what it opened ends.
    package let slot: KeySlot
    /// When the connection that was opened with it has to end.
    package let endsAt: Timestamp

    package init(slot: KeySlot, endsAt: Timestamp) {
        self.slot = slot
        self.endsAt = endsAt
    }
}

/// Why a token that can be read opens nothing.
package enum SASRefusal: Equatable, Sendable {
    /// The expiry is more than the skew ago.
    case expired(at: Timestamp)
    /// `sr` is another hub, device or module, or narrower than what was asked for.
    case otherResource
    /// The policy or device that the token names is not the one whose keys were at hand.
    case otherSigner
    /// The policy has none of the rights of which it needs one.
    case missingRight([AccessRight])
    /// Neither key makes this signature.
    case wrongSignature

    /// The error of a request that was refused.
    package var hubError: HubError {
        switch self {
        case .expired(let time):
            HubError(
                .unauthorizedAccess,
                "The SAS token expired at \(time). Make a new one, and check the clock of the machine that signs.",
                target: Self.target
            )
        case .otherResource:
            HubError(
                .unauthorizedAccess,
                "The SAS token is for another resource: its 'sr' does not cover this hub, device or module.",
                target: Self.target
            )
        case .otherSigner:
            HubError(
                .unauthorizedAccess,
                "The SAS token names another signer: leave 'skn' out for a device's own key, or name its policy.",
                target: Self.target
            )
        case .missingRight(let rights):
            HubError(
                .unauthorizedAccess,
                "The key of the SAS token does not have the right "
                    + "\(rights.map(\.rawValue).joined(separator: " or ")). Use a policy that has it.",
                target: Self.target
            )
        case .wrongSignature:
            HubError(
                .unauthorizedAccess,
                "The signature of the SAS token is wrong. Sign '<sr>\\n<se>' with the present key of this hub.",
                target: Self.target
            )
        }
    }

    private static let target = "SharedAccessSignature"
}
