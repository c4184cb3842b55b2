import ArgumentParser

/// `ca`: the certificate authority of the server.
struct CACommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ca",
        abstract: "Show the CA of the server, for other machines.",
        discussion: """
            On the server's machine: devicestream ca fingerprint
            On the other one: devicestream login --server URL --ca-fingerprint sha256:…
            """,
        subcommands: [CAShow.self, CAFingerprint.self]
    )
}
