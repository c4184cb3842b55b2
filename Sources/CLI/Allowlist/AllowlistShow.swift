import ArgumentParser
import HubClient

/// `allowlist show`.
struct AllowlistShow: Verb {
    /// The forms of `--format`.
    enum Format: String, CaseIterable {
        /// The records, in the form of `-o`.
        case json
        /// A record a line, with a header line.
        case csv
        /// Bare host names, one a line.
        case names
    }

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the main host, the streaming endpoints and the ports that firewalls must let through.",
        discussion: "For a firewall that takes host names: --format names"
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: "Form of the list: json, csv or names; '-o' is for json.",
        completion: .list(Choice.words(of: Format.self)),
        transform: Choice.parse
    )
    var format = Format.json

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.allowlist(try session.hub(hub.name), format: format.rawValue)
        switch format {
        case .json:
            return .value(try session.json(request), AllowlistCommand.shape)
        case .csv, .names:
            let response = try session.client().send(request)
            return .text(TerminalText.bytes(response.body, console: session.console))
        }
    }
}
