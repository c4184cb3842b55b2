import DiagnosticSinks
import Foundation
import HubControl
import HubModel
import Logging
import Transport

/// The settings of a server, complete and checked.
///
/// Each comes from a flag, else from the environment
/// (`DEVICESTREAM_…`), else from the YAML file, else it has its default:
///
/// - `domain` (string, `devicestream.localhost`): the domain below which the host names of the hubs stand.
/// - `stateDir` (path, see `StateLocation`): where hubs, keys and the local CA are kept.
/// - `listen` (list of `address:port`, `127.0.0.1:8443`): the main listener.
/// - `mqttListen` (list of `address:port`, or `none`; the address of the first listener with port 8883, or with any
///   free port where that one has any): the listeners for MQTT over TLS.
/// - `adminListen` (`address:port`, or `none`; `none`): where metrics and health are served, without TLS and token.
/// - `publicPort` (integer, the port of the first listener): the port that clients use.
/// - `role` (`all`): what this process is.
/// - `tls.certificate`, `tls.key` (paths, none): a certificate instead of the local CA's.
/// - `log.level` (`trace` … `error`, `info`): the least that is logged.
/// - `log.format` (`auto`, `text` or `json`, `auto`): how the log is written; `auto` is text on a terminal, else JSON.
/// - `anonymous.endpointsRead` (`true` or `false`, `false`): whether callers without a token may read device streams and
///   allowlists.
/// - `diagnostics.fileDirectory` (path, none; not a flag): below which the log files of diagnostic settings stand; there
///   are none without it.
/// - `diagnostics.caFile` (path, none; not a flag): the CAs in PEM that are trusted for webhooks and syslog over TLS,
///   instead of the system's.
/// - `diagnostics.allowedAddresses` (list of addresses and CIDR ranges, none; file only): what webhooks and syslog may
///   connect to beside public addresses.
/// - `activity.retentionDays` (1 to 3650, `30`): how many days activity records are kept.
/// - `activity.retentionMebibytes` (16 to 1048576, `1024`): how much room they take at most.
/// - `regions` (list of `name`, `stamp`, `deviceStreams`, one `local` with `local-001`; file only): where hubs can be.
struct Settings: Sendable {
    var domain: String
    var stateDirectory: String
    var listen: [ListenAddress]
    /// Empty where there is none.
    var mqttListen: [ListenAddress]
    /// `nil` where there is none.
    var adminListen: ListenAddress?
    /// `nil` for the port of the first listener.
    var publicPort: Int?
    var certificate: CertificateFiles?
    var logLevel: Logger.Level
    var logFormat: LogFormat
    /// Whether callers without a token have the role `endpoints.read`.
    var admitsAnonymous: Bool
    var activityRetention = ActivityRetention.standard
    var regions: [Region]
    var sinks: SinkSettings

    static let defaultDomain = "devicestream.localhost"
    static let defaultListen = "127.0.0.1:8443"
    /// The port of MQTT over TLS (IANA `secure-mqtt`), which the SDKs cannot change.
    static let mqttPort = 8883

    /// Reads all sources.
    ///
    /// - Parameters:
    ///   - flags: the command line's, by key.
    ///   - contents: the YAML file's.
    ///   - environment: the process's variables.
    ///   - isRoot: whether the process runs as root, whose state is kept elsewhere.
    /// - Throws: what is wrong, and where.
    /// - Returns: the settings in force.
    static func load(
        flags: [String: SettingsValue],
        contents: SettingsFile,
        environment: [String: String],
        isRoot: Bool
    ) throws(SettingsError) -> Settings {
        let sources = try SettingsSources(flags: flags, file: contents, environment: environment)
        func text(_ key: String) -> String? { sources.text(key) }
        guard
            let stateDirectory = text("stateDir")
                ?? StateLocation.directory(environment: { environment[$0] }, isRoot: isRoot)
        else { throw SettingsError("There is no home directory to keep the state in; name one with --state-dir.") }
        let main = try sources.reading("listen") { () throws(SettingsError) in
            try ListenAddress.list(sources.list("listen") ?? [defaultListen])
        }
        guard let first = main.first else { throw SettingsError("There is no address to listen on.") }
        try sources.reading("role") { () throws(SettingsError) in try checkRole(text("role")) }
        var settings = Settings(
            domain: text("domain") ?? defaultDomain,
            stateDirectory: absolute(stateDirectory),
            listen: main,
            mqttListen: try sources.reading("mqttListen") { () throws(SettingsError) in
                try mqttListen(sources.list("mqttListen"), main: first)
            },
            adminListen: try sources.reading("adminListen") { () throws(SettingsError) in
                try adminListen(text("adminListen"))
            },
            publicPort: try sources.reading("publicPort") { () throws(SettingsError) in try port(text("publicPort")) },
            certificate: nil,
            logLevel: try sources.reading("log.level") { () throws(SettingsError) in try level(text("log.level")) },
            logFormat: try sources.reading("log.format") { () throws(SettingsError) in try format(text("log.format")) },
            admitsAnonymous: try sources.reading("anonymous.endpointsRead") { () throws(SettingsError) in
                try flag("anonymous.endpointsRead", text("anonymous.endpointsRead"))
            },
            regions: contents.regions ?? standardRegions,
            sinks: SinkSettings(
                fileDirectory: text("diagnostics.fileDirectory").map(absolute),
                trust: text("diagnostics.caFile").map { .file(absolute($0)) } ?? .system,
                addresses: OutboundAddresses(allowed: contents.allowedAddresses)
            )
        )
        switch (text("tls.certificate"), text("tls.key")) {
        case (nil, nil): break
        case (.some(let certificate), .some(let key)):
            settings.certificate = CertificateFiles(certificate: absolute(certificate), key: absolute(key))
        case (.some, nil): throw SettingsError("tls.certificate needs its private key: set tls.key (--tls-key).")
        case (nil, .some):
            throw SettingsError("tls.key needs its certificate: set tls.certificate (--tls-certificate).")
        }
        func number(_ key: String, in range: ClosedRange<Int64>) throws(SettingsError) -> Int64? {
            try sources.reading(key) { () throws(SettingsError) in try Self.number(key, text(key), in: range) }
        }
        if let days = try number("activity.retentionDays", in: 1...3650) {
            settings.activityRetention.age = .seconds(days * 86_400)
        }
        if let size = try number("activity.retentionMebibytes", in: 16...1_048_576) {
            settings.activityRetention.bytes = size << 20
        }
        try sources.reading("domain") { () throws(SettingsError) in _ = try settings.naming(port: 443) }
        return settings
    }

    private static func mqttListen(
        _ given: [String]?,
        main: ListenAddress
    ) throws(SettingsError) -> [ListenAddress] {
        guard let given else {
            var address = main
            address.port = main.port == 0 ? 0 : mqttPort
            return [address]
        }
        if given == ["none"] { return [] }
        return try ListenAddress.list(given)
    }

    private static func adminListen(_ text: String?) throws(SettingsError) -> ListenAddress? {
        guard let text, text != "none" else { return nil }
        return try ListenAddress(text.trimmingCharacters(in: .whitespaces))
    }

    /// The host names that follow, once the port is known.
    func naming(port: Int, mqttPort: Int? = nil) throws(SettingsError) -> HostNaming {
        do throws(HubError) {
            return try HostNaming(domain: domain, publicPort: publicPort ?? port, mqttPort: mqttPort)
        } catch {
            throw SettingsError(error.message)
        }
    }

    /// One region with device streams.
    static var standardRegions: [Region] {
        [Region(name: "local", stamp: RegionStamp(checked: "local-001"), deviceStreams: true)]
    }

    private static func checkRole(_ text: String?) throws(SettingsError) {
        let role = text ?? "all"
        guard role == "all" else {
            throw SettingsError("'\(VisibleText.show(role, limit: 40))' is not a role of this version: all.")
        }
    }

    private static func level(_ text: String?) throws(SettingsError) -> Logger.Level {
        guard let text else { return .info }
        guard let level = Logger.Level(rawValue: text) else {
            throw SettingsError(
                "'\(VisibleText.show(text, limit: 40))' is not a log level: trace, debug, info, notice, warning, error "
                    + "or critical."
            )
        }
        return level
    }

    private static func format(_ text: String?) throws(SettingsError) -> LogFormat {
        guard let text else { return .auto }
        guard let format = LogFormat(rawValue: text) else {
            throw SettingsError("'\(VisibleText.show(text, limit: 40))' is not a form of the log: auto, text or json.")
        }
        return format
    }

    private static func port(_ text: String?) throws(SettingsError) -> Int? {
        guard let text else { return nil }
        guard let port = Int(text), (1...65_535).contains(port) else {
            throw SettingsError("publicPort is '\(VisibleText.show(text, limit: 40))'; a port goes from 1 to 65535.")
        }
        return port
    }

    private static func number(
        _ key: String,
        _ text: String?,
        in range: ClosedRange<Int64>
    ) throws(SettingsError) -> Int64? {
        guard let text else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            let shown = VisibleText.show(text, limit: 40)
            throw SettingsError("\(key) is '\(shown)'; it goes from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func flag(_ key: String, _ text: String?) throws(SettingsError) -> Bool {
        guard let text else { return false }
        guard let value = Bool(text) else {
            throw SettingsError("\(key) is '\(VisibleText.show(text, limit: 40))'; it is true or false.")
        }
        return value
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

extension Settings {
    /// The settings as a YAML file that means the same.
    var yaml: String {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        var lines = [
            "domain: \(quoted(domain))",
            "stateDir: \(quoted(stateDirectory))",
            "listen:",
        ]
        lines += listen.map { "  - \(quoted($0.description))" }
        lines.append(mqttListen.isEmpty ? "mqttListen: none" : "mqttListen:")
        lines += mqttListen.map { "  - \(quoted($0.description))" }
        if let adminListen { lines.append("adminListen: \(quoted(adminListen.description))") }
        if let publicPort { lines.append("publicPort: \(publicPort)") }
        lines.append("role: all")
        if let certificate {
            lines += [
                "tls:", "  certificate: \(quoted(certificate.certificate))", "  key: \(quoted(certificate.key))",
            ]
        }
        lines += [
            "log:", "  level: \(logLevel.rawValue)", "  format: \(logFormat.rawValue)", "anonymous:",
            "  endpointsRead: \(admitsAnonymous)", "activity:",
            "  retentionDays: \(activityRetention.age.components.seconds / 86_400)",
            "  retentionMebibytes: \(activityRetention.bytes >> 20)",
        ]
        lines += sinks.lines(quoted)
        lines.append("regions:")
        for region in regions {
            lines += [
                "  - name: \(quoted(region.name))", "    stamp: \(region.stamp)",
                "    deviceStreams: \(region.deviceStreams)",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
