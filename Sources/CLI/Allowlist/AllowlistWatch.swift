import ArgumentParser
import HubModel

/// `allowlist watch`.
struct AllowlistWatch: TunnelVerb {
    /// A firewall that is written more often has no rest, and a list never changes that often.
    static let shortestInterval = Duration.seconds(60)

    /// A program that reads a list takes seconds; one that hangs must not keep later lists away for ever.
    private static let longestRun = 300.0

    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Give each new allowlist to a program, or print it.",
        discussion: """
            The program gets the list on standard input, and DEVICESTREAM_ALLOWLIST_HUB, _VERSION and _FORMAT in its \
            environment; no shell is between. When it ends with status 0, the version is remembered and not given again, \
            also after a restart. An empty list and one older than the last are never given.

              devicestream allowlist watch -n hub --format nftables --exec nft -- -f -
            """
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: "Form of the list.",
        completion: .list(Choice.words(of: AllowlistFormat.self)),
        transform: Choice.parse
    )
    var format = AllowlistFormat.json

    @Option(
        help: ArgumentHelp("A program that takes the list; its arguments stand behind --.", valueName: "program"),
        completion: .file()
    )
    var exec: String?

    @Option(
        help: ArgumentHelp("How often to look; 1m where it is left out, and no less.", valueName: "duration"),
        transform: DurationText.parse
    )
    var interval = Self.shortestInterval

    @Option(
        help: ArgumentHelp(
            "How long the program may take before it is killed; 5m where it is left out.",
            valueName: "duration"
        ),
        transform: StreamRequestOptions.seconds(upTo: Self.longestRun)
    )
    var execTimeout: Double?

    @Flag(help: "Look once: with status 0 the list was taken, or is the same as before.")
    var once = false

    @Option(
        help: ArgumentHelp(
            "Where to remember the version; below the state directory where it is left out.",
            valueName: "file"
        ),
        completion: .file()
    )
    var memory: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("Arguments of --exec.", valueName: "arguments"))
    var arguments: [String] = []

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if exec == nil, !arguments.isEmpty { throw ValidationError("Arguments behind '--' are those of '--exec'.") }
        if exec == nil, execTimeout != nil { throw ValidationError("'--exec-timeout' is about '--exec'.") }
        if exec?.isEmpty == true { throw ValidationError("'--exec' names no program.") }
        if interval < Self.shortestInterval { throw ValidationError("'--interval' is at least 1m.") }
    }

    func plan() throws -> TunnelPlan {
        .allowlistWatch(
            WatchPlan(
                hub: hub.name,
                format: format,
                interval: interval,
                isOnce: once,
                words: exec.map { [$0] + arguments } ?? [],
                programLimit: .milliseconds(Int64((execTimeout ?? Self.longestRun) * 1000)),
                memory: memory
            )
        )
    }
}
