/// The forms in which a hub gives its allowlist.
///
/// Of forms with one media type, the first is what `Accept` gets.
package enum AllowlistFormat: String, CaseIterable, Sendable {
    case json, csv, rss, names
    case edlDomain = "edl-domain"
    case edlURL = "edl-url"
    case edlIP = "edl-ip"
    case nftables, iptables, ipset, dnsmasq, ufw, firewalld, squid, haproxy, kubernetes, cilium, terraform, windows
    case asa, pac

    /// What it is, in a few words, for help.
    package var summary: String {
        switch self {
        case .json: "the records"
        case .csv: "a record a line, with a header line"
        case .rss: "what was added, removed and changed, for a feed reader"
        case .names: "bare host names, one a line"
        case .edlDomain: "external dynamic list of domains"
        case .edlURL: "external dynamic list of URLs"
        case .edlIP: "external dynamic list of addresses"
        case .nftables: "sets and a chain for nft -f"
        case .iptables: "one chain for iptables-restore and ip6tables-restore"
        case .ipset: "sets for ipset restore"
        case .dnsmasq: "fills the sets of nftables and ipset with what DNS answers"
        case .ufw: "a script of ufw commands"
        case .firewalld: "a policy file"
        case .squid: "access rules to include"
        case .haproxy: "a forwarder that looks at the name in the TLS handshake"
        case .kubernetes: "a NetworkPolicy"
        case .cilium: "a CiliumNetworkPolicy by name"
        case .terraform: "rules of an Azure firewall policy"
        case .windows: "PowerShell for Windows Defender Firewall"
        case .asa: "objects and access list of a Cisco ASA"
        case .pac: "a proxy auto-configuration file"
        }
    }

    /// The name under which a document of this form is best kept.
    package func fileName(of hub: HubName) -> String { hub.key + "-" + rawValue + "." + fileExtension }

    private var fileExtension: String {
        switch self {
        case .json, .csv, .pac: rawValue
        case .rss, .firewalld: "xml"
        case .names, .edlDomain, .edlURL, .edlIP, .asa: "txt"
        case .nftables: "nft"
        case .iptables: "rules"
        case .ipset, .dnsmasq, .squid: "conf"
        case .ufw: "sh"
        case .haproxy: "cfg"
        case .kubernetes, .cilium: "yaml"
        case .terraform: "tf"
        case .windows: "ps1"
        }
    }
}
