import HubModel

/// Objects and an access list of a Cisco ASA, which resolves the names itself.
enum ASAFormat {
    static func text(of rules: RuleSource) -> String {
        let list = "devicestream-" + rules.hub.key
        var text = CommentText.ascii(rules.heading("!"))
        for destination in rules.destinations {
            for family in ["v4", "v6"] {
                let object = name(rules, destination, family)
                text += "object network \(object)\n fqdn \(family) \(destination.host)\n"
            }
        }
        for destination in rules.destinations {
            for family in ["v4", "v6"] {
                text += "access-list \(list) extended permit tcp any object "
                text += "\(name(rules, destination, family)) eq \(destination.port)\n"
            }
        }
        return text
    }

    /// An object holds one name of one family; its own name has 64 characters at most.
    private static func name(_ rules: RuleSource, _ destination: Destination, _ family: String) -> String {
        let tail = "-\(destination.record.id)-\(destination.port)-\(family)"
        return rules.name("ds-", limit: 64 - tail.utf8.count) + tail
    }
}
