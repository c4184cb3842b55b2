import HubClient
package import HubModel
import JMESPath

/// One run of a command: its options, the server it talks to, and the way to the person before it.
package final class Session {
    let global: GlobalOptions
    let environment: Environment
    let console: Console
    package let world: World
    private let query: Query?
    private var knownTarget: Target?
    private var knownClient: ManagementClient?

    /// Throws `Usage` for a query that cannot be read: a slip of the fingers, found before anything is asked or changed.
    init(_ global: GlobalOptions, _ program: Program) throws(HubError) {
        self.global = global
        environment = program.environment
        console = program.console
        world = program.world
        query = try global.query.map { (text) throws(HubError) in try Query(text) }
    }

    /// Performs the command.
    func outcome(of verb: any Verb) throws -> Outcome { try verb.perform(self) }

    /// Prints what a command brought about.
    package func show(_ outcome: Outcome) throws -> ExitStatus {
        switch outcome.output {
        case .nothing, .tunnel: break
        case .text(let bytes):
            guard query == nil else { throw HubError(.usage, "--query needs JSON, and this output is none.") }
            try console.write(bytes)
        case .value(let value, let shape):
            let shown = try query.map { (query) throws(HubError) in try query.result(of: value) } ?? value
            try write(shown, query == nil ? shape : nil)
        }
        return outcome.status
    }

    /// Prints a value in the form that was asked for.
    ///
    /// Lines of a stream have a form of their own, in `format`.
    func write(_ value: JSONValue, _ shape: TableShape?, as format: OutputFormat? = nil) throws(HubError) {
        let renderer = Renderer(
            format: format ?? global.output,
            isTerminal: console.isOutputTerminal,
            usesColour: !global.noColor && environment["NO_COLOR"] == nil
        )
        try console.write(Array(renderer.text(value, shape: shape).utf8))
    }

    /// Where the command goes.
    func target() throws(HubError) -> Target {
        if let knownTarget { return knownTarget }
        let target = try Target(global, environment, world)
        knownTarget = target
        return target
    }

    /// The client, whose connection all requests of the command share.
    func client() throws(HubError) -> ManagementClient {
        if let knownClient { return knownClient }
        let target = try target()
        info("server \(target.server), \(target.token == nil ? "no credential" : "credential") from \(target.origin)")
        let client = try client(settings(server: target.server, token: target.token, trust: target.trust))
        knownClient = client
        return client
    }

    /// A client of its own, for `login`.
    func client(_ settings: ClientSettings) throws(HubError) -> ManagementClient {
        let client = try ManagementClient(settings, world: world)
        let complain = console.complain
        if global.debug { client.debug = { complain($0 + "\n") } }
        if global.verbose { client.note = { complain("INFO: " + VisibleText.show($0) + "\n") } }
        return client
    }

    /// Settings with what the options say about connections.
    func settings(server: ServerURL, token: Secret?, trust: Trust) -> ClientSettings {
        var settings = ClientSettings(server: server)
        settings.token = token
        settings.trust = trust
        settings.proxy = global.proxy
        settings.resolve = global.resolve
        settings.trace = givenTrace
        if let timeout = global.timeout {
            settings.timeout = timeout
            settings.extendsTimeout = false
        }
        if let retry = global.retry { settings.retries = retry }
        return settings
    }

    /// The trace that whoever started the command works in: `TRACEPARENT` in the environment; what is none is passed over.
    private var givenTrace: TraceContext? { environment["TRACEPARENT"].flatMap { TraceContext($0) } }

    /// The trace of each stream request: the given one, else a new one, so that hub, device and records tell it by one
    /// id.
    package func traces() -> @Sendable () -> TraceContext {
        let (given, world) = (givenTrace, world)
        return { given ?? TraceContext(new: world) }
    }

    /// The hub of a command: the named one, or the context's.
    func hub(_ name: String?) throws(HubError) -> HubName {
        let ofContext = name == nil ? try target().hub : nil
        guard let name = name ?? ofContext else {
            throw HubError(
                .usage,
                "Which hub? The command names none, and the context has no hub of its own.",
                hint: "Name it with: --name HUB"
            )
        }
        return try HubName(name, target: "--name")
    }

    /// A word to the person about a result that may surprise.
    func notice(_ text: String) {
        guard !global.onlyShowErrors else { return }
        console.complain("NOTICE: " + VisibleText.show(text) + "\n")
    }

    /// A word for `--verbose`.
    func info(_ text: String) {
        guard global.verbose else { return }
        console.complain("INFO: " + VisibleText.show(text) + "\n")
    }

    func progress() -> Progress { Progress(console: console, world: world, isQuiet: global.onlyShowErrors) }

    /// Asks before what cannot be undone; throws `Usage` when the answer is not yes, or nobody can answer.
    func confirm(_ question: String) throws(HubError) {
        if global.yes { return }
        guard console.isInputTerminal else {
            throw HubError(
                .usage,
                "This needs a yes, and standard input is no terminal: \(question)",
                hint: "Answer beforehand with: -y"
            )
        }
        console.complain(VisibleText.show(question) + " (y/N): ")
        let answer = try console.readLine()?.lowercased() ?? ""
        guard answer == "y" || answer == "yes" else {
            throw HubError(.usage, "Nothing was changed: the answer was not yes.", hint: "Answer with y, or use -y.")
        }
    }
}
