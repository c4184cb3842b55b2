import HubModel

/// Sets and a chain for `nft -f`, in the table `inet filter`, which nearly every machine with nftables has.
///
/// A chain of its own, to be jumped to: rules elsewhere stay as they are, and reading the file again replaces the whole
/// content of chain and sets in one transaction.
enum NftablesFormat {
    static func text(of rules: RuleSource) -> String {
        let chain = name(rules)
        let sets = rules.ports.flatMap { port in [false, true].map { (port: port, isIPv6: $0) } }
        var text = rules.heading("#")
        text += rules.lines(["Jump to it from a chain of yours: add rule inet filter output jump \(chain)"], "#")
        // Makes what is not there yet, so that the first reading and all others are alike.
        text += "add table inet filter\nadd chain inet filter \(chain)\nflush chain inet filter \(chain)\n"
        for (port, isIPv6) in sets {
            let set = set(rules, port, isIPv6: isIPv6)
            text += "add set inet filter \(set) \(head(isIPv6))\nflush set inet filter \(set)\n"
        }
        for (port, isIPv6) in sets {
            let set = set(rules, port, isIPv6: isIPv6)
            for shared in rules.ranges(at: port, isIPv6: isIPv6) {
                text += "add element inet filter \(set) { \(shared.range) } # \(shared.hosts.joined(separator: " "))\n"
            }
        }
        for (port, isIPv6) in sets {
            text += "add rule inet filter \(chain) \(isIPv6 ? "ip6" : "ip") daddr @\(set(rules, port, isIPv6: isIPv6)) "
            text += "tcp dport \(port) ct state new accept comment \"device streams of \(rules.hub.key)\"\n"
        }
        return text
    }

    /// The set of a port and family; `dnsmasq` fills it, too.
    static func set(_ rules: RuleSource, _ port: Int, isIPv6: Bool) -> String {
        name(rules) + "_\(port)_" + (isIPv6 ? "v6" : "v4")
    }

    // No hub has an underscore in its name, so none is mistaken for another.
    private static func name(_ rules: RuleSource) -> String {
        "devicestream_" + rules.hub.key.replacing("-", with: "_")
    }

    private static func head(_ isIPv6: Bool) -> String {
        "{ type \(isIPv6 ? "ipv6_addr" : "ipv4_addr"); flags interval; auto-merge; }"
    }
}
