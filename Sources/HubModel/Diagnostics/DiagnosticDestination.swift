/// Where a diagnostic setting's records go.
public enum DiagnosticDestination: Equatable, Sendable {
    /// The hub's own log, which queries and tails read.
    case local
    /// A file of JSON lines on the server.
    case file(LogFile)
    /// A syslog server.
    case syslog(SyslogReceiver)
    /// An HTTPS server that takes batches.
    case webhook(WebhookURL)

    /// The kinds, by their names in JSON and on the command line.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        case local, file, syslog, webhook
    }

    /// Its kind.
    public var kind: Kind {
        switch self {
        case .local: .local
        case .file: .file
        case .syslog: .syslog
        case .webhook: .webhook
        }
    }
}

extension DiagnosticDestination: Codable {
    private enum KindKey: String, CodingKey { case kind }
    private enum LocalKeys: String, CodingKey, CaseIterable { case kind }
    private enum FileKeys: String, CodingKey, CaseIterable { case kind, name, maximumBytes, maximumFiles }
    private enum SyslogKeys: String, CodingKey, CaseIterable { case kind, host, port, transport, facility }
    private enum WebhookKeys: String, CodingKey, CaseIterable { case kind, url }

    /// Reads it; a member that does not belong to the kind is an error.
    public init(from decoder: any Decoder) throws {
        let kind = try decoder.container(keyedBy: KindKey.self).decode(Kind.self, forKey: .kind)
        switch kind {
        case .local:
            try decoder.rejectUnknownMembers(besides: LocalKeys.self)
            self = .local
        case .file:
            try decoder.rejectUnknownMembers(besides: FileKeys.self)
            let container = try decoder.container(keyedBy: FileKeys.self)
            self = .file(
                LogFile(
                    name: try container.decode(LogFileName.self, forKey: .name),
                    maximumBytes: try container.number(.maximumBytes, in: LogFile.byteRange) ?? LogFile.standardBytes,
                    maximumFiles: try container.number(.maximumFiles, in: LogFile.fileRange) ?? LogFile.standardFiles
                )
            )
        case .syslog:
            try decoder.rejectUnknownMembers(besides: SyslogKeys.self)
            let container = try decoder.container(keyedBy: SyslogKeys.self)
            let transport = try container.decode(SyslogReceiver.Transport.self, forKey: .transport)
            self = .syslog(
                SyslogReceiver(
                    host: try container.decode(OutboundHost.self, forKey: .host),
                    port: try container.number(.port, in: 1...65_535) ?? transport.standardPort,
                    transport: transport,
                    facility: try container.decodeIfPresent(SyslogReceiver.Facility.self, forKey: .facility) ?? .local0
                )
            )
        case .webhook:
            try decoder.rejectUnknownMembers(besides: WebhookKeys.self)
            let container = try decoder.container(keyedBy: WebhookKeys.self)
            self = .webhook(try container.decode(WebhookURL.self, forKey: .url))
        }
    }

    /// Writes it with all members of its kind.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .local:
            var container = encoder.container(keyedBy: LocalKeys.self)
            try container.encode(kind, forKey: .kind)
        case .file(let file):
            var container = encoder.container(keyedBy: FileKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(file.name, forKey: .name)
            try container.encode(file.maximumBytes, forKey: .maximumBytes)
            try container.encode(file.maximumFiles, forKey: .maximumFiles)
        case .syslog(let receiver):
            var container = encoder.container(keyedBy: SyslogKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(receiver.host, forKey: .host)
            try container.encode(receiver.port, forKey: .port)
            try container.encode(receiver.transport, forKey: .transport)
            try container.encode(receiver.facility, forKey: .facility)
        case .webhook(let url):
            var container = encoder.container(keyedBy: WebhookKeys.self)
            try container.encode(kind, forKey: .kind)
            try container.encode(url, forKey: .url)
        }
    }
}

extension KeyedDecodingContainer {
    /// A number of a range; `nil` where the member is absent.
    fileprivate func number<Value: FixedWidthInteger & Decodable>(
        _ key: Key,
        in range: ClosedRange<Value>
    ) throws -> Value? {
        guard let value = try decodeIfPresent(Value.self, forKey: key) else { return nil }
        guard range.contains(value) else {
            throw BodyError.invalidValue(
                path: BodyError.path(codingPath + [key]),
                problem: "\(value) is not from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }
}
