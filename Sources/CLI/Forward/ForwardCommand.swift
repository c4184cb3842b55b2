import ArgumentParser
import HubModel

/// `forward`.
struct ForwardCommand: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "forward",
        abstract: "Open ports on this machine that lead to services beside a device, like ssh -L.",
        discussion: """
            TARGET is what the device's agent is asked for: a service that it names, or a port or host:port that it has \
            named. Each connection to a port is a stream of its own. Without BIND only this machine gets in; '*' lets \
            everybody in. Port 0 takes one that is free.

            With --exec, runs a client once the ports are open, and ends with its exit status:
              devicestream forward press-07 -L 0:ssh --exec ssh -- -p {{port}} {{host}}

            With -o jsonl, each event is a line of JSON on standard output (on standard error beside --exec).
            """
    )

    @OptionGroup var device: DeviceSelection

    @Option(
        name: [.customShort("L", allowingJoined: true), .customLong("listen")],
        help: ArgumentHelp("A port here, and what it leads to; may be repeated.", valueName: "[bind:]port:target"),
        transform: ForwardRule.parse
    )
    var rules: [ForwardRule] = []

    @Option(
        help: ArgumentHelp(
            "A program to run while the ports are open; its arguments stand behind --.",
            valueName: "program"
        ),
        completion: .shellCommand("compgen -c")
    )
    var exec: String?

    @OptionGroup var request: StreamRequestOptions

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp(
            "Arguments of --exec; {{host}} and {{port}} stand for the first port.",
            valueName: "arguments"
        )
    )
    var arguments: [String] = []

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if rules.isEmpty { throw ValidationError("Missing expected option '-L [bind:]port:target'.") }
        if exec == nil, !arguments.isEmpty { throw ValidationError("Arguments behind '--' are those of '--exec'.") }
        if exec?.isEmpty == true { throw ValidationError("'--exec' names no program.") }
    }

    func plan() throws -> TunnelPlan {
        .forward(
            ForwardPlan(
                wish: try request.wish(device),
                rules: rules,
                program: exec.map { [$0] + arguments } ?? []
            )
        )
    }
}
