import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `api`: any request of the REST API.
struct APICommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Send a request of your own to the server's REST API.",
        discussion: """
            Such as: devicestream api GET /v1/hubs
            The path is sent as it is, and only to the context's server. Nothing is asked before a DELETE.
            """
    )

    /// As much as libcurl's part holds of an answer.
    private static let maximumBodyBytes = 64 * 1024 * 1024

    @Argument(
        help: "GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.",
        completion: .list(Choice.words(of: HubRequest.Method.self)),
        transform: Choice.parse
    )
    var method: HubRequest.Method

    @Argument(help: ArgumentHelp("Path and query, or a URL of the same server.", valueName: "path"))
    var path: String

    @Option(help: ArgumentHelp("The request's body: text, @FILE, or - for standard input.", valueName: "body"))
    var body: String?

    @Option(
        name: [.customShort("H"), .long],
        help: ArgumentHelp("A header field; may be repeated.", valueName: "name: value")
    )
    var header: [String] = []

    @Flag(name: [.customShort("i"), .long], help: "Print status and header fields before the body, as it came.")
    var include = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        var request = HubRequest(method, target: try target(session))
        for text in header {
            let field = try HeaderArgument.field(text)
            if field.name.lowercased() == "content-type" {
                request.contentType = field.value
            } else {
                request.fields.append(field)
            }
        }
        request.body = try bytes(session)
        let response = try session.client().send(request)
        if include {
            return .text(TerminalText.bytes(Self.head(of: response) + response.body, console: session.console))
        }
        if response.body.isEmpty {
            session.info("status \(response.status)")
            return .nothing
        }
        if Self.isJSON(response) { return .value(try session.read(response)) }
        return .text(TerminalText.bytes(response.body, console: session.console))
    }

    /// The path as it is, or that of a URL of this server: a credential goes nowhere else.
    private func target(_ session: Session) throws(HubError) -> String {
        if RequestTarget.isSendable(path) { return path }
        let server = try session.target().server
        if let target = server.target(of: path) { return target }
        throw HubError(
            .usage,
            "'\(VisibleText.show(path, limit: 200))' is neither a path nor a URL of \(server).",
            target: "path",
            hint: "A path begins with '/', and everything but visible ASCII in it is percent-encoded: /v1/hubs"
        )
    }

    private func bytes(_ session: Session) throws(HubError) -> [UInt8]? {
        guard let body else { return nil }
        guard body == "-" || body.hasPrefix("@") else { return Array(body.utf8) }
        let file = body == "-" ? "-" : String(body.dropFirst())
        return try SystemFile.read(file, console: session.console, limit: Self.maximumBodyBytes)
    }

    /// Status and fields, and the empty line behind them.
    private static func head(of response: HubResponse) -> [UInt8] {
        var text = "HTTP \(response.status)\n"
        for field in response.fields { text += field.name + ": " + field.value + "\n" }
        return Array((text + "\n").utf8)
    }

    /// JSON is one value; its lines (`application/x-ndjson`) are text.
    private static func isJSON(_ response: HubResponse) -> Bool {
        guard let type = response.mediaType else { return false }
        return type == "application/json" || type.hasSuffix("+json")
    }
}
