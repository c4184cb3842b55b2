import ArgumentParser
import HubClient
import HubModel

/// The options of every command.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .long],
        help: "Form of the output: json, jsonc, jsonl, yaml, table, tsv or none.",
        completion: .list(Choice.words(of: OutputFormat.self)),
        transform: Choice.parse
    )
    var output = OutputFormat.json

    @Option(help: ArgumentHelp("Part of the output, as a JMESPath expression.", valueName: "expression"))
    var query: String?

    @Option(help: ArgumentHelp("The server, instead of the context's (DEVICESTREAM_SERVER).", valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp("A saved login, instead of the current one (DEVICESTREAM_CONTEXT).", valueName: "name"),
        completion: .custom(Completions.contexts)
    )
    var context: String?

    @Option(
        help: ArgumentHelp("Trust the CAs of this PEM file, and no others (DEVICESTREAM_CACERT).", valueName: "file"),
        completion: .file()
    )
    var cacert: String?

    @Option(help: ArgumentHelp("Go through this proxy, instead of HTTPS_PROXY.", valueName: "url"))
    var proxy: String?

    @Option(
        help: ArgumentHelp("Use this address for a host and port; may be repeated.", valueName: "host:port:address")
    )
    var resolve: [String] = []

    @Option(
        help: ArgumentHelp("How long a request and its retries may take, such as 30s.", valueName: "duration"),
        transform: DurationText.parse
    )
    var timeout: Duration?

    @Option(help: ArgumentHelp("How often a request is sent again when that is safe.", valueName: "count"))
    var retry: Int?

    @Flag(help: "Errors only on standard error, no notices and no progress.")
    var onlyShowErrors = false

    @Flag(help: "A line about each request on standard error.")
    var verbose = false

    @Flag(help: "Everything that goes over the wire but bodies and secrets, and the times.")
    var debug = false

    @Flag(help: "No colour (NO_COLOR).")
    var noColor = false

    @Option(
        help: "Form of errors: auto, text or json; auto is text, but json beside jsonl when no terminal reads it.",
        completion: .list(Choice.words(of: ErrorFormat.self)),
        transform: Choice.parse
    )
    var errorFormat = ErrorFormat.auto

    @Flag(name: [.customShort("y"), .long], help: "Answer questions with yes.")
    var yes = false

    mutating func validate() throws {
        if let retry, !(0...100).contains(retry) {
            throw ValidationError("The value '\(retry)' is invalid for '--retry <count>': it is from 0 to 100.")
        }
    }
}
