import ArgumentParser
import HubClient
import HubModel

/// `allowlist show`.
struct AllowlistShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the main host, the streaming endpoints and the ports that firewalls must let through.",
        discussion: "Forms of --format:\n\n" + forms
    )

    private static let forms = AllowlistFormat.allCases.map { format in
        let gap = String(repeating: " ", count: max(1, 12 - format.rawValue.count))
        return "  " + format.rawValue + gap + format.summary
    }.joined(separator: "\n")

    @OptionGroup var hub: HubOptions

    @Option(
        help: "Form of the list; '-o' is for json.",
        completion: .list(Choice.words(of: AllowlistFormat.self)),
        transform: Choice.parse
    )
    var format = AllowlistFormat.json

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.allowlist(try session.hub(hub.name), format: format.rawValue)
        if format == .json { return .value(try session.json(request), AllowlistCommand.shape) }
        let response = try session.client().send(request)
        return .text(TerminalText.bytes(response.body, console: session.console))
    }
}
