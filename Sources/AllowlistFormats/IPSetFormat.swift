import HubModel

/// Sets for `ipset -exist restore`: one a port and family, for rules such as
/// `-p tcp --dport 8443 -m set --match-set NAME dst -j ACCEPT`.
enum IPSetFormat {
    /// The longest name that ipset takes is 31 characters; `-65535-v4` is what we append.
    private static let maximumName = 31 - 9

    static func text(of rules: RuleSource) -> String {
        var text = rules.heading("#")
        text += rules.lines(["Read it with: ipset -exist restore"], "#")
        for port in rules.ports {
            for isIPv6 in [false, true] {
                let name = set(rules, port, isIPv6: isIPv6)
                text += "create \(name) hash:net family \(isIPv6 ? "inet6" : "inet")\nflush \(name)\n"
                for shared in rules.ranges(at: port, isIPv6: isIPv6) {
                    text += elements(shared.range).map { "add \(name) \($0)\n" }.joined()
                }
            }
        }
        return text
    }

    /// The set of a port and family; `dnsmasq` fills it, too.
    static func set(_ rules: RuleSource, _ port: Int, isIPv6: Bool) -> String {
        rules.name("ds-", limit: maximumName) + "-\(port)-" + (isIPv6 ? "v6" : "v4")
    }

    /// A set of networks has no element for the whole internet (ipset(8), `hash:net`); its halves are.
    private static func elements(_ range: AddressRange) -> [String] {
        guard range.prefixLength == 0 else { return [range.description] }
        return range.isIPv6 ? ["::/1", "8000::/1"] : ["0.0.0.0/1", "128.0.0.0/1"]
    }
}
