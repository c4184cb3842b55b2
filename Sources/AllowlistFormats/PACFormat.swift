import HubModel

/// A proxy auto-configuration file: what is on the list goes out directly, all else to a proxy that is to be filled in.
///
/// In the oldest JavaScript (ECMAScript 3): that is what the interpreters in libraries and old browsers know.
enum PACFormat {
    static func text(of rules: RuleSource) -> String {
        let pairs = rules.destinations.map { "\($0.host):\($0.port)" }
        let entries = Set(pairs).sorted().map { "    \"\($0)\": true" }.joined(separator: ",\n")
        return rules.heading("//") + """
            var otherwise = "PROXY proxy.invalid:3128"; // Put your proxy here.
            var deviceStreams = {
            \(entries)
            };

            function FindProxyForURL(url, host) {
                var parts = /^(https|wss):\\/\\/[^\\/?#]*?(:([0-9]+))?([\\/?#]|$)/i.exec(url);
                var port = parts && parts[3] ? parts[3] : "443";
                if (parts && deviceStreams[host.toLowerCase() + ":" + port] === true) {
                    return "DIRECT";
                }
                return otherwise;
            }

            """
    }
}
