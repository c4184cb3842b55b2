import HubModel

/// A NetworkPolicy (`networking.k8s.io/v1`): it knows addresses only.
enum KubernetesFormat {
    static func text(of rules: RuleSource) -> String {
        var text = rules.heading("#")
        text += rules.lines(["It is for pods with the label devicestream-hub: \(rules.hub.key)."], "#")
        text += """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: "devicestream-\(rules.hub.key)"
              annotations:
                devicestream/allowlist-version: "\(rules.version)"
            spec:
              podSelector:
                matchLabels:
                  devicestream-hub: "\(rules.hub.key)"
              policyTypes: [Egress]
              egress:
                - to:
                    - namespaceSelector: {}
                      podSelector:
                        matchLabels:
                          k8s-app: kube-dns
                  ports:
                    - {protocol: UDP, port: 53}
                    - {protocol: TCP, port: 53}

            """
        for port in rules.ports {
            text += "    - to:\n"
            for shared in rules.ranges(at: port, isIPv6: false) + rules.ranges(at: port, isIPv6: true) {
                text += "        - ipBlock:\n"
                text += "            cidr: \"\(shared.range)\" # \(shared.hosts.joined(separator: " "))\n"
            }
            text += "      ports:\n        - {protocol: TCP, port: \(port)}\n"
        }
        return text
    }
}
