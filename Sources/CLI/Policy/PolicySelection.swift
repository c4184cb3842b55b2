import ArgumentParser
import HubModel

/// Which policy a command is about: `POLICY`, or `--policy-name POLICY` as `az` has it.
struct PolicySelection: ParsableArguments {
    @Argument(
        help: "The policy's name, such as service.",
        completion: .list(AccessRight.standardPolicies.map(\.name))
    )
    var policy: String?

    @Option(
        name: [.long, .customLong("pn")],
        help: ArgumentHelp("The policy's name, as az spells it.", visibility: .hidden)
    )
    var policyName: String?

    @OptionGroup var hub: HubOptions

    mutating func validate() throws {
        guard (policy == nil) != (policyName == nil) else {
            throw ValidationError(
                policy == nil ? "Missing expected argument '<policy>'" : "The policy is given twice."
            )
        }
    }

    /// The name, checked.
    func name() throws(HubError) -> PolicyName { try PolicyName(policy ?? policyName ?? "", target: "policy") }
}
