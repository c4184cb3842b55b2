import ArgumentParser
import HubModel

/// Where the records of a diagnostic setting go.
struct DestinationOptions: ParsableArguments {
    /// The variable that holds a webhook's secret.
    static let variable = "DEVICESTREAM_WEBHOOK_SECRET"

    @Option(help: ArgumentHelp("A file of JSON lines on the server: its bare name.", valueName: "name"))
    var file: String?

    @Option(
        help: ArgumentHelp(
            "The size at which the next file is begun; 104857600 where it is left out.",
            valueName: "bytes"
        )
    )
    var maxBytes: Int64?

    @Option(help: ArgumentHelp("How many files there are at most; 10 where it is left out.", valueName: "count"))
    var maxFiles: Int?

    @Option(
        help: ArgumentHelp(
            "A syslog server (RFC 5424): udp://HOST[:514], tcp://HOST[:514] or tls://HOST[:6514].",
            valueName: "url"
        )
    )
    var syslog: String?

    @Option(
        help: ArgumentHelp("The facility of syslog messages; local0 where it is left out.", valueName: "facility"),
        completion: .list(Choice.words(of: SyslogReceiver.Facility.self)),
        transform: Choice.parse
    )
    var facility: SyslogReceiver.Facility?

    @Option(help: ArgumentHelp("An HTTPS server that takes batches.", valueName: "url"))
    var webhook: String?

    @Option(
        help: ArgumentHelp("The file that holds a webhook's secret; '-' is standard input.", valueName: "path"),
        completion: .file()
    )
    var secretFile: String?

    mutating func validate() throws {
        let given = [("--file", file), ("--syslog", syslog), ("--webhook", webhook)].filter { $0.1 != nil }
        if given.count > 1 { throw ValidationError("'\(given[0].0)' and '\(given[1].0)' exclude each other.") }
        if file == nil, maxBytes != nil || maxFiles != nil {
            throw ValidationError("'--max-bytes' and '--max-files' go with '--file'.")
        }
        if syslog == nil, facility != nil { throw ValidationError("'--facility' goes with '--syslog'.") }
        if webhook == nil, secretFile != nil { throw ValidationError("'--secret-file' goes with '--webhook'.") }
    }

    /// The destination of a setting of that name.
    func destination(of name: DiagnosticSettingName) throws(HubError) -> DiagnosticDestination {
        if let file {
            return .file(
                LogFile(
                    name: try LogFileName(file, target: "--file"),
                    maximumBytes: maxBytes ?? LogFile.standardBytes,
                    maximumFiles: maxFiles ?? LogFile.standardFiles
                )
            )
        }
        if let syslog { return .syslog(try Self.receiver(syslog, facility ?? .local0)) }
        if let webhook { return .webhook(try WebhookURL(webhook, target: "--webhook")) }
        guard name == .standard else {
            throw HubError(
                .usage,
                "Where do the records go?",
                target: "--file",
                hint: "Give one of --file NAME, --syslog tls://HOST and --webhook https://HOST/PATH."
            )
        }
        return .local
    }

    /// What a webhook's batches are signed with; `nil` to keep the present one.
    func secret(_ session: Session) throws(HubError) -> Secret? {
        let variable = session.environment[Self.variable]
        guard webhook != nil, secretFile != nil || variable != nil else { return nil }
        return try CredentialInput.read(
            file: secretFile,
            variable: variable,
            noun: "webhook's secret",
            option: "--secret-file",
            session
        )
    }

    private static func receiver(
        _ text: String,
        _ facility: SyslogReceiver.Facility
    ) throws(HubError) -> SyslogReceiver {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let transport = SyslogReceiver.Transport(rawValue: parts[0].lowercased()),
            let (host, port) = OutboundHost.withPort(parts[1])
        else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(text, limit: 200))' is not a syslog server.",
                target: "--syslog",
                hint: "Write it as udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT]."
            )
        }
        return SyslogReceiver(
            host: host,
            port: port ?? transport.standardPort,
            transport: transport,
            facility: facility
        )
    }
}
