import ArgumentParser
import HubClient
import HubModel

/// `policy connection-string`.
struct PolicyConnectionString: Verb {
    static let configuration = CommandConfiguration(
        commandName: "connection-string",
        abstract: "Print the connection string of a policy; it holds the key.",
        discussion: "The bare string, for a script: -o tsv"
    )

    @OptionGroup var policy: PolicySelection
    @OptionGroup var slot: KeySlotOption
    @OptionGroup var sdk: SDKOption
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.connectionString(
            try session.hub(policy.hub.name),
            of: .policy(try policy.name()),
            slot.key,
            sdk: sdk.sdk
        )
        let value = try session.json(request)
        sdk.warn(session)
        return .value(value)
    }
}
