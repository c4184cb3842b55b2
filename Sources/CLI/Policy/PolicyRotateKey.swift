import ArgumentParser
import HubClient
import HubModel

/// `policy rotate-key`.
struct PolicyRotateKey: Verb {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key",
        abstract: "Make a new key for a policy; the old one stops working at once."
    )

    @OptionGroup var policy: PolicySelection
    @OptionGroup var slot: KeySlotOption
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(policy.hub.name)
        let name = try policy.name()
        try session.confirm(
            "Replace the \(slot.key.rawValue) key of the policy '\(name)' of the hub '\(hub)'? Whoever uses it is "
                + "locked out."
        )
        let request = try HubRequest.rotateKey(hub, of: .policy(name), slot.key)
        return .value(try session.json(precondition.applied(to: request)))
    }
}
