import HubModel

/// Access rules for squid, to be included before its last `http_access deny`.
///
/// A client asks with CONNECT, so squid sees host and port and no more. A host is allowed at its own ports only.
enum SquidFormat {
    static func text(of rules: RuleSource) -> String {
        // The longest name of a list that squid takes is 63 characters; with the longest hub these are shorter.
        let name = "ds_" + rules.hub.key
        var text = rules.heading("#") + "acl \(name)_connect method CONNECT\n"
        for port in rules.ports {
            text += rules.hosts(at: port).map { "acl \(name)_\(port) dstdomain \($0)\n" }.joined()
            text += "acl \(name)_p\(port) port \(port)\n"
            text += "http_access allow \(name)_connect \(name)_\(port) \(name)_p\(port)\n"
        }
        return text
    }
}
