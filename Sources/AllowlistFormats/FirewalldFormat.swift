import HubModel

/// A policy file for `/etc/firewalld/policies/` (firewalld.policy(5)): what this machine may connect to.
enum FirewalldFormat {
    /// The longest name of a policy that firewalld takes.
    private static let maximumName = 17

    static func text(of rules: RuleSource) -> String {
        let file = "/etc/firewalld/policies/" + rules.name("ds-", limit: maximumName) + ".xml"
        // A comment could not hold a hub named `a--b` (XML 1.0 §2.5).
        let description = (rules.summary + ["Keep it as \(file)"])
            .map { "    " + XMLText.escape($0) + "\n" }.joined()
        var text = """
            <?xml version="1.0" encoding="utf-8"?>
            <policy target="CONTINUE" priority="-10">
              <short>\(XMLText.escape("Device streams of \(rules.hub.key)"))</short>
              <description>
            \(description)  </description>
              <ingress-zone name="HOST"/>
              <egress-zone name="ANY"/>

            """
        // Each once: firewalld warns of a rule that stands there twice.
        for port in rules.ports {
            for shared in rules.ranges(at: port, isIPv6: false) + rules.ranges(at: port, isIPv6: true) {
                text += """
                      <rule family="\(shared.range.isIPv6 ? "ipv6" : "ipv4")">
                        <destination address="\(shared.range)"/>
                        <port port="\(port)" protocol="tcp"/>
                        <accept/>
                      </rule>

                    """
            }
        }
        return text + "</policy>\n"
    }
}
