import ArgumentParser

/// The flags that stand above the environment and the file.
struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The YAML file with settings.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Where hubs, keys and the local CA are kept.", valueName: "directory"))
    var stateDir: String?

    @Option(
        help: ArgumentHelp(
            "An address and port of the main listener; may be given several times. Port 0 picks one and prints it.",
            valueName: "address:port"
        )
    )
    var listen: [String] = []

    @Option(
        help: ArgumentHelp(
            "An address and port for MQTT over TLS; may be given several times; 'none' for no such listener.",
            valueName: "address:port"
        )
    )
    var mqttListen: [String] = []

    @Option(
        help: ArgumentHelp(
            "An address and port for metrics and health, over plain HTTP without a token; none without this.",
            valueName: "address:port"
        )
    )
    var adminListen: String?

    @Option(help: ArgumentHelp("The domain below which the host names of the hubs stand.", valueName: "domain"))
    var domain: String?

    @Option(help: ArgumentHelp("The port that clients use, behind a forwarder.", valueName: "port"))
    var publicPort: Int?

    @Option(help: ArgumentHelp("What this process is: all.", valueName: "role"))
    var role: String?

    @Option(help: ArgumentHelp("A certificate chain in PEM, instead of the local CA.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The private key of --tls-certificate, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("trace, debug, info, notice, warning or error.", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("text, json, or auto: text on a terminal, else JSON.", valueName: "form"))
    var logFormat: String?

    /// The flags that were given, by configuration key.
    var given: [String: SettingsValue] {
        var values: [String: SettingsValue] = [:]
        values["stateDir"] = stateDir.map { .text($0) }
        values["listen"] = listen.isEmpty ? nil : .list(listen)
        values["mqttListen"] = mqttListen.isEmpty ? nil : .list(mqttListen)
        values["adminListen"] = adminListen.map { .text($0) }
        values["domain"] = domain.map { .text($0) }
        values["publicPort"] = publicPort.map { .text(String($0)) }
        values["role"] = role.map { .text($0) }
        values["tls.certificate"] = tlsCertificate.map { .text($0) }
        values["tls.key"] = tlsKey.map { .text($0) }
        values["log.level"] = logLevel.map { .text($0) }
        values["log.format"] = logFormat.map { .text($0) }
        return values
    }
}
