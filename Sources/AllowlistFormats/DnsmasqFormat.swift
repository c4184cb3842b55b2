import HubModel

/// Lines for dnsmasq, which put every address that DNS gives for a host into the sets of `nftables` and of `ipset`: rules
/// by name for a firewall that knows addresses only.
enum DnsmasqFormat {
    static func text(of rules: RuleSource) -> String {
        var text = rules.heading("#")
        text += rules.lines(
            [
                "The sets are those of the forms nftables and ipset; read them first, and leave out the lines of the other."
            ],
            "#"
        )
        for host in Set(rules.destinations.map(\.host)).sorted() {
            let ports = Set(rules.destinations.filter { $0.host == host }.map(\.port)).sorted()
            let nft = ports.flatMap { port in
                [false, true].map {
                    "\($0 ? "6" : "4")#inet#filter#" + NftablesFormat.set(rules, port, isIPv6: $0)
                }
            }
            let sets = ports.flatMap { port in [false, true].map { IPSetFormat.set(rules, port, isIPv6: $0) } }
            text += "nftset=/\(host)/\(nft.joined(separator: ","))\n"
            text += "ipset=/\(host)/\(sets.joined(separator: ","))\n"
        }
        return text
    }
}
