import ArgumentParser

/// `allowlist`: what a firewall must let through; `whitelist` in older texts.
struct AllowlistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allowlist",
        abstract: "Show what firewalls must let through for a hub.",
        subcommands: [
            AllowlistShow.self, AllowlistVersionShow.self, AllowlistChangesShow.self, AllowlistCoverage.self,
            AllowlistVerify.self, AllowlistWatch.self,
        ],
        aliases: ["whitelist"]
    )

    static let shape = TableShape(
        rowsAt: ["value"],
        [
            .init("Id", "id"), .init("ServiceArea", "serviceArea"), .init("Urls", "urls"),
            .init("TcpPorts", "tcpPorts"), .init("Ips", "ips"), .init("IpsSource", "ipsSource"),
            .init("Required", "required"),
            .init("State", "state"), .init("Effective", "effective"), .init("Retires", "retires"),
            .init("Notes", "notes"),
        ],
        isForTSV: true
    )
}
