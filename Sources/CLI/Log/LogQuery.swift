import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `log query`.
struct LogQuery: Verb {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask about the log in the language of Log Analytics.",
        discussion: """
            Such as: devicestream log query "AzureDiagnostics | where TimeGenerated > ago(1h) | summarize count() by \
            ResultType"
            Operators: where, project, summarize, order by, take, top, distinct, count. Each row of the answer is an \
            object; a table leaves out columns that are empty in all rows.
            """
    )

    /// A little more than the server takes, so that the server says what is too much.
    private static let maximumBytes = 64 * 1024

    @Argument(help: ArgumentHelp("The query: text, @FILE, or - for standard input.", valueName: "query"))
    var text: String

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp("Only records of so long (PT1H), or from one time to another (A/B).", valueName: "timespan"),
        transform: Self.parse
    )
    var timespan: LogTimespan?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    @Sendable private static func parse(_ text: String) throws -> LogTimespan {
        guard let timespan = LogTimespan(text) else {
            throw Choice.Failure(
                description: "it is a duration such as PT1H or P7D, or two times with a '/' between them."
            )
        }
        return timespan
    }

    func perform(_ session: Session) throws -> Outcome {
        let request = LogQueryRequest(query: try query(session), timespan: timespan)
        let answer = try session.json(.queryLogs(session.hub(hub.name), request))
        let table = try LogQueryTable(answer)
        if let note = answer["note"]?.stringValue { session.notice(note) }
        return .value(.array(table.rows), table.shape(isForTSV: global.output == .tsv))
    }

    private func query(_ session: Session) throws(HubError) -> String {
        guard text == "-" || text.hasPrefix("@") else { return text }
        let file = text == "-" ? "-" : String(text.dropFirst())
        let bytes = try SystemFile.read(file, console: session.console, limit: Self.maximumBytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
