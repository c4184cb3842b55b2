import ArgumentParser
import HubModel

/// `ssh`: a session on a device, with the `ssh` of this machine.
struct SSHCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "ssh",
        abstract: "Run this machine's ssh to a device, through a stream.",
        discussion: """
            The device's agent must serve 'ssh', as with: devicestream agent run --service ssh=127.0.0.1:22
            Behind -- stand the options of ssh and the command that it runs:
              devicestream ssh press-07 root@ -- -L 8080:localhost:80 uptime
            The exit status is that of ssh. With --config, ssh, scp, sftp and rsync reach devices by an alias.
            """
    )

    @Argument(help: "The device's id.", completion: .custom(Completions.devices))
    var device: String?

    @Argument(help: ArgumentHelp("The user on the device, with an @ behind.", valueName: "user@"))
    var user: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("What ssh gets: options, then the command to run.", valueName: "ssh-args")
    )
    var arguments: [String] = []

    @Option(
        name: [.customShort("d"), .long],
        help: ArgumentHelp("The device's id, as az spells it.", visibility: .hidden),
        completion: .custom(Completions.devices)
    )
    var deviceId: String?

    @OptionGroup var hub: HubOptions

    @Option(help: "What the agent is asked for: a service that it names, a port, or host:port.")
    var service = "ssh"

    @Option(help: ArgumentHelp("Why, for the device and the record.", valueName: "text"))
    var reason: String?

    @Option(
        help: ArgumentHelp("How long to wait for a device that is not connected, such as 10m.", valueName: "duration"),
        transform: DurationText.parse
    )
    var waitOnline: Duration?

    @Flag(help: "Print lines for ssh_config instead: for the device, or for all where none is named.")
    var config = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let words = try words()
        guard let program = Posix.executablePath else {
            throw HubError(.localFailure, "The path of this program cannot be found.")
        }
        let route = try route(program: program)
        // An id may have an @ in it, and fingers that know ssh put the user there.
        if words.user == nil, let device = words.device, let at = device.lastIndex(of: "@"), at != device.startIndex {
            session.notice(
                "'\(device)' is taken for a device's id. Where '\(device[..<at])' is the user: devicestream ssh "
                    + "\(device[device.index(after: at)...]) \(device[...at])"
            )
        }
        if config {
            guard arguments.isEmpty else {
                throw HubError(.usage, "--config runs no ssh: leave out what stands behind --.")
            }
            var alias: HostAlias?
            if let device = words.device { alias = try self.alias(device, session) }
            return .text(Array(try route.configuration(for: alias, user: words.user).utf8))
        }
        guard let device = words.device else { throw HubError(.usage, "Missing expected argument '<device>'.") }
        let alias = try self.alias(device, session)
        session.info("ssh to \(alias)")
        throw Execution.replaceProcess(
            by: try route.arguments(for: alias, user: words.user, SSHArguments(arguments)),
            hint: "Install OpenSSH's client, on Debian with: apt install openssh-client"
        )
    }

    /// Which positional argument is what: with `--device-id`, the only one is the user.
    private func words() throws(HubError) -> (device: String?, user: String?) {
        var positional = [device, user].compactMap(\.self)
        let id = deviceId ?? (positional.isEmpty ? nil : positional.removeFirst())
        guard positional.count <= 1 else { throw HubError(.usage, "The device is given twice.") }
        guard let word = positional.first else { return (id, nil) }
        guard word.hasSuffix("@"), word != "@" else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(word, limit: 100))' is not a user: one ends in '@', as root@ does.",
                hint: "What ssh is to run stands behind --, as in: devicestream ssh press-07 root@ -- uptime"
            )
        }
        return (id, String(word.dropLast()))
    }

    private func alias(_ id: String, _ session: Session) throws(HubError) -> HostAlias {
        HostAlias(hub: try session.hub(hub.name), device: try DeviceID(id, target: "device"))
    }

    /// The way, with what the options say about the server and the stream.
    func route(program: String) throws(HubError) -> SSHRoute {
        var options: [String] = []
        func add(_ name: String, _ value: String?) { if let value { options += [name, value] } }
        add("--reason", try StreamReason.checked(reason))
        add("--wait-online", waitOnline.map(Self.text))
        add("--server", global.server)
        add("--context", global.context)
        // ssh_config is read in any directory.
        add("--cacert", try global.cacert.map { (path) throws(HubError) in try Execution.absolutePath(path) })
        add("--proxy", global.proxy)
        for resolve in global.resolve { add("--resolve", resolve) }
        add("--timeout", global.timeout.map(Self.text))
        add("--retry", global.retry.map { String($0) })
        for (name, isSet) in [
            ("--only-show-errors", global.onlyShowErrors), ("--verbose", global.verbose), ("--debug", global.debug),
            ("--no-color", global.noColor),
        ] where isSet { options.append(name) }
        return SSHRoute(program: program, service: try ServiceName(service, target: "--service"), options: options)
    }

    /// As `DurationText` reads it, which knows nothing below a millisecond.
    private static func text(_ duration: Duration) -> String { String(Int64(duration / .milliseconds(1))) + "ms" }
}
