import HubModel

/// A forwarder that passes TLS through to the hosts of the list, by the name in the handshake, and refuses all else.
///
/// TLS stays whole: nothing is decrypted. Names are resolved when haproxy starts.
enum HAProxyFormat {
    static func text(of rules: RuleSource) -> String {
        let name = "devicestream_" + rules.hub.key
        var text = rules.heading("#")
        for port in rules.ports {
            let hosts = rules.hosts(at: port)
            text += """
                frontend \(name)_\(port)
                    mode tcp
                    bind :::\(port) v4v6
                    timeout client 1h
                    tcp-request inspect-delay 5s

                """
            // A line a host: haproxy reads lines of 64 words.
            text += hosts.map { "    acl ds req.ssl_sni -i \($0)\n" }.joined()
            text += """
                    tcp-request content accept if { req.ssl_hello_type 1 } ds
                    tcp-request content reject

                """
            for (index, host) in hosts.enumerated() {
                text += "    use_backend \(name)_\(port)_\(index + 1) if { req.ssl_sni -i \(host) }\n"
            }
            for (index, host) in hosts.enumerated() {
                text += """

                    backend \(name)_\(port)_\(index + 1)
                        mode tcp
                        timeout connect 10s
                        timeout server 1h
                        server endpoint \(host):\(port) init-addr last,libc,none

                    """
            }
        }
        return text
    }
}
