import ArgumentParser
import Foundation
import HubModel
import Transport

/// `devicestreamd config`.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Looks at the settings.",
        subcommands: [ConfigCheckCommand.self]
    )
}

/// `devicestreamd config check`: what is wrong with the settings and where, and the DNS records that they need.
struct ConfigCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks the settings and prints the DNS records that the domain needs; exits 12 on a problem."
    )

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings: Settings
        do {
            settings = try Daemon.settings(options)
        } catch {
            StandardStreams.error("ERROR: \(error.message)\n")
            throw ExitCode(ExitStatus.problemsFound.rawValue)
        }
        let problems: [String]
        do throws(CertificateFilesError) {
            problems = try certificateProblems(settings)
        } catch {
            // The server would not start with them.
            StandardStreams.error("ERROR: \(error)\n")
            throw ExitCode(ExitStatus.problemsFound.rawValue)
        }
        StandardStreams.output("The settings are valid.\n\n" + DomainNeeds(settings).text)
        for problem in problems { StandardStreams.error("WARNING: \(problem)\n") }
        if !problems.isEmpty { throw ExitCode(ExitStatus.problemsFound.rawValue) }
    }

    private func certificateProblems(_ settings: Settings) throws(CertificateFilesError) -> [String] {
        guard let files = settings.certificate else { return [] }
        _ = try files.load(now: World.real.now.milliseconds)
        let names = try files.names()
        return DomainNeeds(settings).hosts.filter { !names.covers($0.host) }.map {
            "the certificate \(files.certificate) does not cover \($0.pattern), for \($0.purpose)."
        }
    }
}

/// What a domain needs of DNS and of a certificate.
struct DomainNeeds {
    /// A name, as DNS and certificates write it, and an example that it must cover.
    struct Host {
        let pattern: String
        let host: String
        let purpose: String
    }

    let hosts: [Host]
    private let domain: String

    init(_ settings: Settings) {
        domain = settings.domain.lowercased()
        var hosts = [
            Host(pattern: domain, host: domain, purpose: "management"),
            Host(pattern: "*." + domain, host: "hub." + domain, purpose: "the main endpoint of each hub"),
        ]
        for region in settings.regions where region.deviceStreams {
            let suffix = ".\(region.stamp).streams.\(domain)"
            hosts.append(
                Host(
                    pattern: "*" + suffix,
                    host: "hub" + suffix,
                    purpose: "the streaming endpoints of region '\(region.name)'"
                )
            )
        }
        self.hosts = hosts
    }

    /// The DNS records, a line each.
    var text: String {
        if HostNaming.isLocalhost(domain) {
            return "Names under '\(domain)' mean this machine (RFC 6761); they need no DNS records.\n"
        }
        let width = hosts.map(\.pattern.count).max() ?? 0
        let lines = hosts.map { host in
            let name = (host.pattern + ".").padding(toLength: width + 1, withPad: " ", startingAt: 0)
            return "  \(name)  A/AAAA  ADDRESS   ; \(host.purpose)\n"
        }
        return "DNS records that '\(domain)' needs, ADDRESS being the public address of this server:\n" + lines.joined()
    }
}
