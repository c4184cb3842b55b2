import ArgumentParser
import Foundation
import HubModel
import Logging

/// `devicestreamd`: runs the server until SIGTERM or SIGINT.
@main
struct Daemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devicestreamd",
        abstract: "The hub for device streams.",
        discussion: """
            With no option at all it keeps its state in a directory of its own, makes a local CA, a hub named 'hub' and \
            an owner's token, and listens on 127.0.0.1:8443. Then run: devicestream show --name hub

            Every option can stand in the environment (DEVICESTREAM_STATE_DIR, DEVICESTREAM_LISTEN …) or in a YAML file, \
            too; a flag goes before the environment, and that before the file.
            """,
        version: "devicestreamd " + ProductVersion.text,
        subcommands: [ConfigCommand.self]
    )

    @OptionGroup var options: SettingsOptions

    @Flag(help: "Prints the settings in force as YAML and exits.")
    var printConfig = false

    func run() async throws {
        let settings: Settings
        do {
            settings = try Self.settings(options)
        } catch {
            throw Self.failed(error.message, .usage)
        }
        if printConfig {
            StandardStreams.output(settings.yaml)
            return
        }
        // Whatever is written is for this user alone; files for others get their mode when they are made.
        umask(0o077)
        Allocator.prepare()
        let isJSON = settings.logFormat.isJSON(onTerminal: isatty(STDERR_FILENO) == 1)
        LoggingSystem.bootstrap(
            { _, provider in
                LineLogHandler(isJSON: isJSON, world: .real, metadataProvider: provider) { StandardStreams.log($0) }
            },
            metadataProvider: .requestScope
        )
        var logger = Logger(label: "devicestreamd")
        logger.logLevel = settings.logLevel
        do {
            try await Program(settings: settings, world: .real, logger: logger).run()
        } catch let error as HubError {
            // Who starts the server administers it, and has no other place to read what is wrong inside.
            throw Self.failed(
                ([error.message, error.detail, error.hint].compactMap { $0 }).joined(separator: "\n       "),
                .failed
            )
        } catch let error as SettingsError {
            throw Self.failed(error.message, .usage)
        }
    }

    /// The parser's own errors get the form and the status of all others.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            var message = message(for: error)
            if !message.hasSuffix("."), !message.hasSuffix("?") { message += "." }
            exit(withError: failed(message + "\n       See: devicestreamd --help", .usage))
        }
    }

    static func settings(_ options: SettingsOptions) throws(SettingsError) -> Settings {
        let environment = ProcessInfo.processInfo.environment
        let path = options.config ?? environment["DEVICESTREAM_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        return try Settings.load(
            flags: options.given,
            contents: path.map { path throws(SettingsError) in try SettingsFile(path: path) } ?? SettingsFile(),
            environment: environment,
            isRoot: geteuid() == 0
        )
    }

    private static func failed(_ message: String, _ status: ExitStatus) -> ExitCode {
        StandardStreams.error("ERROR: \(message)\n")
        return ExitCode(status.rawValue)
    }
}
