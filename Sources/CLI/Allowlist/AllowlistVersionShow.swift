import ArgumentParser
import HubClient

/// `allowlist version`.
struct AllowlistVersionShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version of the allowlist; it grows with every change.",
        discussion: "The bare number, for a script: --query version -o tsv"
    )

    private static let shape = TableShape([
        .init("Hub", "hub"), .init("Version", "version"), .init("UpdatedAt", "updatedAt"),
    ])

    @OptionGroup var hub: HubOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .value(try session.json(.allowlistVersion(session.hub(hub.name))), Self.shape)
    }
}
