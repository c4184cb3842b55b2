import DiagnosticSinks
import Foundation
import HubControl
import HubModel
import Logging
import Transport

extension Settings {
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
            certificate: try certificate(text("tls.certificate"), key: text("tls.key")),
            logLevel: try sources.reading("log.level") { () throws(SettingsError) in try logLevel(text("log.level")) },
            logFormat: try sources.reading("log.format") { () throws(SettingsError) in
                try logFormat(text("log.format"))
            },
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

    private static func checkRole(_ text: String?) throws(SettingsError) {
        let role = text ?? "all"
        guard role == "all" else {
            throw SettingsError("'\(VisibleText.show(role, limit: 40))' is not a role of this version: all.")
        }
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
        return given == ["none"] ? [] : try ListenAddress.list(given)
    }

    private static func adminListen(_ text: String?) throws(SettingsError) -> ListenAddress? {
        guard let text, text != "none" else { return nil }
        return try ListenAddress(text.trimmingCharacters(in: .whitespaces))
    }

    private static func certificate(_ certificate: String?, key: String?) throws(SettingsError) -> CertificateFiles? {
        switch (certificate, key) {
        case (nil, nil): return nil
        case (let certificate?, let key?):
            return CertificateFiles(certificate: absolute(certificate), key: absolute(key))
        case (.some, nil): throw SettingsError("tls.certificate needs its private key: set tls.key (--tls-key).")
        case (nil, .some):
            throw SettingsError("tls.key needs its certificate: set tls.certificate (--tls-certificate).")
        }
    }

    private static func logLevel(_ text: String?) throws(SettingsError) -> Logger.Level {
        guard let text else { return .info }
        guard let level = Logger.Level(rawValue: text) else {
            throw SettingsError(
                "'\(VisibleText.show(text, limit: 40))' is not a log level: trace, debug, info, notice, warning, error "
                    + "or critical."
            )
        }
        return level
    }

    private static func logFormat(_ text: String?) throws(SettingsError) -> LogFormat {
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
