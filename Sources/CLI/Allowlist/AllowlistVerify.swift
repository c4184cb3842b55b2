import ArgumentParser

/// `allowlist verify`.
struct AllowlistVerify: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Test the way from this machine to every endpoint of the allowlist; exits 12 on a problem.",
        discussion: """
            For each endpoint: name, TCP, the proxy where there is one, TLS and who signed the certificate, HTTP, the \
            upgrade to WebSocket, and the clock. What comes after a step that failed is not tested, which is not failed.

            Where the server itself cannot be reached from here, bring the list along:

              devicestream allowlist show -n hub >list.json
              devicestream allowlist verify --list list.json --cacert ca.pem
            """
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp("A list as 'allowlist show' prints it; '-' is standard input.", valueName: "file"),
        completion: .file()
    )
    var list: String?

    @Flag(help: "Leave endpoints untested that devices and services can do without.")
    var requiredOnly = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    static var hasResult: Bool { true }

    mutating func validate() throws {
        guard list != nil, hub.name != nil else { return }
        throw ValidationError("The list of '--list' names its hub; leave '--name' out.")
    }

    func plan() throws -> TunnelPlan {
        .allowlistVerify(VerifyPlan(hub: hub.name, list: list, isRequiredOnly: requiredOnly))
    }
}
