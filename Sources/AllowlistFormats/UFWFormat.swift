import HubModel

/// A script of `ufw` commands: it has no form of its own that could be read, and takes addresses only.
///
/// Running it again changes nothing; rules of an older version stay until somebody deletes them.
enum UFWFormat {
    static func text(of rules: RuleSource) -> String {
        var text = "#!/bin/sh\n" + rules.heading("#") + "set -eu\n"
        for (destination, range) in rules.pairs {
            text += "ufw allow out proto tcp to \(range) port \(destination.port) "
            text += "comment 'device streams of \(rules.hub.key), record \(destination.record.id)'\n"
        }
        return text
    }
}
