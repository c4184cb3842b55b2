import ArgumentParser
import HubClient
import HubModel

/// `allowlist changes`.
struct AllowlistChangesShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "changes",
        abstract: "Show what was added, removed and changed since a version."
    )

    private static let shape = TableShape(
        rowsAt: ["value"],
        [
            .init("Version", "version"), .init("Disposition", "disposition"), .init("Id", "id"),
            .init("PreviousUrls", "previous", "urls"), .init("PreviousState", "previous", "state"),
            .init("CurrentUrls", "current", "urls"), .init("CurrentState", "current", "state"),
            .init("Effective", "effective"), .init("ChangedAt", "changedAt"),
        ],
        isForTSV: true
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp(
            "A version as 'allowlist version' shows it; everything where it is left out.",
            valueName: "version"
        ),
        transform: Self.version
    )
    var since: AllowlistVersion?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .value(try session.json(.allowlistChanges(session.hub(hub.name), since: since)), Self.shape)
    }

    @Sendable private static func version(_ text: String) throws -> AllowlistVersion {
        guard let version = AllowlistVersion(text) else {
            throw Choice.Failure(description: "a version is ten digits, such as 2026112300.")
        }
        return version
    }
}
