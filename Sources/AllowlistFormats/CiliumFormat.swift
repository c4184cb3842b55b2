import HubModel

/// A CiliumNetworkPolicy (`cilium.io/v2`): by name, for which Cilium must see the pods' DNS.
enum CiliumFormat {
    static func text(of rules: RuleSource) -> String {
        var text = rules.heading("#")
        text += rules.lines(["It is for pods with the label devicestream-hub: \(rules.hub.key)."], "#")
        text += """
            apiVersion: cilium.io/v2
            kind: CiliumNetworkPolicy
            metadata:
              name: "devicestream-\(rules.hub.key)"
              annotations:
                devicestream/allowlist-version: "\(rules.version)"
            spec:
              endpointSelector:
                matchLabels:
                  devicestream-hub: "\(rules.hub.key)"
              egress:
                - toEndpoints:
                    - matchLabels:
                        "k8s:io.kubernetes.pod.namespace": kube-system
                        "k8s:k8s-app": kube-dns
                  toPorts:
                    - ports:
                        - {port: "53", protocol: ANY}
                      rules:
                        dns:
                          - matchPattern: "*"

            """
        for port in rules.ports {
            text += "    - toFQDNs:\n"
            text += rules.hosts(at: port).map { "        - matchName: \"\($0)\"\n" }.joined()
            text += "      toPorts:\n        - ports:\n            - {port: \"\(port)\", protocol: TCP}\n"
        }
        return text
    }
}
