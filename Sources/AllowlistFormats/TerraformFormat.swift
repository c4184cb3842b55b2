import HubModel

/// Application rules of an Azure firewall policy, for Terraform's `azurerm`.
///
/// All that goes through is TLS, whose name the firewall reads; MQTT over TLS is no other to it than HTTPS.
enum TerraformFormat {
    static func text(of rules: RuleSource) -> String {
        let name = "devicestream_" + rules.hub.key.replacing("-", with: "_")
        var text = rules.heading("#")
        text += """
            variable "\(name)_firewall_policy_id" {
              type = string
            }

            variable "\(name)_source_addresses" {
              type = list(string)
            }

            variable "\(name)_priority" {
              type    = number
              default = 500
            }

            resource "azurerm_firewall_policy_rule_collection_group" "\(name)" {
              name               = "devicestream-\(rules.hub.key)"
              firewall_policy_id = var.\(name)_firewall_policy_id
              priority           = var.\(name)_priority

              application_rule_collection {
                name     = "devicestream-\(rules.hub.key)"
                priority = 100
                action   = "Allow"

            """
        for port in rules.ports {
            let hosts = rules.hosts(at: port).map { "\"" + $0 + "\"" }.joined(separator: ", ")
            text += """

                    rule {
                      name              = "devicestream-\(rules.hub.key)-\(port)"
                      source_addresses  = var.\(name)_source_addresses
                      destination_fqdns = [\(hosts)]
                      protocols {
                        type = "Https"
                        port = \(port)
                      }
                    }

                """
        }
        return text + "  }\n}\n"
    }
}
