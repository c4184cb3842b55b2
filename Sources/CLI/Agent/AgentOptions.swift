import ArgumentParser
import HubModel

/// Who an agent is, and what it serves.
struct AgentOptions: ParsableArguments {
    @OptionGroup var login: AgentLoginOptions

    @Option(
        help: ArgumentHelp(
            "A service beside this device, such as ssh=127.0.0.1:22; may be repeated. Without a name it is asked for "
                + "by its port, or host:port.",
            valueName: "name=host:port"
        ),
        transform: AgentService.parse
    )
    var service: [AgentService] = []

    @Option(
        help: ArgumentHelp(
            "The service for streams that name none, such as those of Azure's programs; where there is one service, "
                + "that is it.",
            valueName: "service"
        )
    )
    var `default`: String?

    @Flag(help: "Without the services that the agent has itself: echo, and what 'stream test' needs.")
    var noBuiltIn = false

    @Option(
        help: ArgumentHelp(
            "A program that is asked before each stream, with DEVICESTREAM_CALLER, _SERVICE, _REASON and more in its "
                + "environment: status 0 is a yes, and the first line of its errors the reason of a no. Its arguments "
                + "stand behind --.",
            valueName: "program"
        ),
        completion: .file()
    )
    var acceptExec: String?

    @Option(
        help: ArgumentHelp("How long that program may take; 10s where it is left out.", valueName: "duration"),
        transform: StreamRequestOptions.seconds(upTo: 50)
    )
    var acceptTimeout: Double?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Arguments of --accept-exec.", valueName: "arguments")
    )
    var arguments: [String] = []

    mutating func validate() throws {
        if acceptExec == nil, !arguments.isEmpty {
            throw ValidationError("Arguments behind '--' are those of '--accept-exec'.")
        }
        if acceptExec?.isEmpty == true { throw ValidationError("'--accept-exec' names no program.") }
    }

    func plan() throws(HubError) -> AgentPlan {
        AgentPlan(
            login: try login.login(),
            services: try AgentServices(service, default: `default`, builtIn: noBuiltIn ? [] : BuiltInService.standard),
            acceptProgram: acceptExec.map { [$0] + arguments } ?? [],
            acceptTimeout: .milliseconds(Int64((acceptTimeout ?? 10) * 1000))
        )
    }
}
