import HubModel

/// External dynamic lists as Palo Alto's firewalls read them, and most others.
///
/// No comments: only Palo Alto's lists of addresses have them, and other vendors read the same lists.
enum EDLFormat {
    /// A slash ends the host, so that no longer name matches.
    ///
    /// With another port than 443 a host has two entries: a firewall that sees only the TLS handshake knows no port, one
    /// that decrypts compares it with that of the request.
    static func urls(of rules: RuleSource) -> String {
        Set(
            rules.destinations.flatMap { destination in
                destination.port == HostNaming.defaultPort
                    ? [destination.host + "/"] : [destination.host + "/", destination.host + ":\(destination.port)/"]
            }
        ).sorted().map { $0 + "\n" }.joined()
    }

    /// Ranges, IPv4 first.
    static func addresses(of rules: RuleSource) -> String {
        Set(rules.destinations.flatMap(\.ranges)).sorted().map { "\($0)\n" }.joined()
    }
}
