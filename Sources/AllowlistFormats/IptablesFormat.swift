import HubModel

/// A chain for `iptables-restore --noflush` and `ip6tables-restore --noflush`, which replaces it whole.
///
/// One file for both: each passes over the rules that are marked for the other (iptables(8), `-4` and `-6`).
enum IptablesFormat {
    /// The longest name of a chain that iptables takes.
    private static let maximumName = 28

    static func text(of rules: RuleSource) -> String {
        let chain = rules.name("devicestream-", limit: maximumName)
        var text = rules.heading("#")
        text += rules.lines(
            [
                "Read it with: iptables-restore --noflush, ip6tables-restore --noflush",
                "Jump to it with: -A OUTPUT -j \(chain)",
            ],
            "#"
        )
        text += "*filter\n:\(chain) - [0:0]\n"
        for (destination, range) in rules.pairs {
            text += "\(range.isIPv6 ? "-6" : "-4") -A \(chain) -d \(range) -p tcp -m tcp --dport \(destination.port) "
            text +=
                "-m comment --comment \"device streams of \(rules.hub.key), record \(destination.record.id)\" -j ACCEPT\n"
        }
        return text + "COMMIT\n"
    }
}
