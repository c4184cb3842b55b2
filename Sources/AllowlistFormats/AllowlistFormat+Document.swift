package import HubModel

/// What a document is made of.
package struct AllowlistFeed: Equatable, Sendable {
    package var list: Allowlist
    /// Oldest first; empty for a form that does not tell them.
    package var changes: [AllowlistChange]

    package init(list: Allowlist, changes: [AllowlistChange] = []) {
        self.list = list
        self.changes = changes
    }
}

extension AllowlistFormat {
    /// What a form does with addresses.
    package enum AddressUse: Sendable {
        /// It holds names alone, so it depends on the records alone.
        case none
        /// It shows those that there are, and says where they come from.
        case shown
        /// A record without addresses would be a rule that lets nothing through: it is an error, unless the endpoint is
        /// yet to come.
        case needed
    }

    package var addressUse: AddressUse {
        switch self {
        case .json, .csv: .shown
        case .edlIP, .nftables, .iptables, .ipset, .ufw, .firewalld, .kubernetes, .windows: .needed
        case .rss, .names, .edlDomain, .edlURL, .dnsmasq, .squid, .haproxy, .cilium, .terraform, .asa, .pac: .none
        }
    }

    /// Whether it is made of changes, too.
    package var tellsChanges: Bool { self == .rss }

    /// The media type of the form.
    package var contentType: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .rss: "application/rss+xml; charset=utf-8"
        case .firewalld: "application/xml; charset=utf-8"
        case .kubernetes, .cilium: "application/yaml; charset=utf-8"
        case .pac: "application/x-ns-proxy-autoconfig"
        case .names, .edlDomain, .edlURL, .edlIP, .nftables, .iptables, .ipset, .dnsmasq, .ufw, .squid, .haproxy,
            .terraform, .windows, .asa:
            "text/plain; charset=utf-8"
        }
    }

    /// The list in this form, in UTF-8.
    ///
    /// Throws `NameNotResolved` where a form needs addresses and a record has none that is in use.
    package func document(of feed: AllowlistFeed) throws(HubError) -> [UInt8] {
        if self == .json { return try RestJSON.encode(feed.list) }
        return Array(try text(of: feed).utf8)
    }

    private func text(of feed: AllowlistFeed) throws(HubError) -> String {
        if self == .csv { return CSVFormat.text(of: feed.list) }
        var rules = try RuleSource(feed.list)
        if addressUse == .needed { rules = try rules.requiringAddresses() }
        return switch self {
        case .json, .csv: ""
        case .rss: RSSFormat.text(of: rules, changes: feed.changes)
        case .names, .edlDomain: NamesFormat.text(of: rules)
        case .edlURL: EDLFormat.urls(of: rules)
        case .edlIP: EDLFormat.addresses(of: rules)
        case .nftables: NftablesFormat.text(of: rules)
        case .iptables: IptablesFormat.text(of: rules)
        case .ipset: IPSetFormat.text(of: rules)
        case .dnsmasq: DnsmasqFormat.text(of: rules)
        case .ufw: UFWFormat.text(of: rules)
        case .firewalld: FirewalldFormat.text(of: rules)
        case .squid: SquidFormat.text(of: rules)
        case .haproxy: HAProxyFormat.text(of: rules)
        case .kubernetes: KubernetesFormat.text(of: rules)
        case .cilium: CiliumFormat.text(of: rules)
        case .terraform: TerraformFormat.text(of: rules)
        case .windows: WindowsFormat.text(of: rules)
        case .asa: ASAFormat.text(of: rules)
        case .pac: PACFormat.text(of: rules)
        }
    }
}
