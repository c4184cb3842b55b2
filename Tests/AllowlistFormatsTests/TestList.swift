import AllowlistFormats
import HubModel

/// A list with all that a list can have: both families, an endpoint to come, one that goes, one that is not required.
struct TestList {
    var hub = "plant-7"
    var notes: String?
    var mainHost = "plant-7.example.com"
    var mainIPs = ["192.0.2.10/32", "2001:db8::10/128"]
    var mainPort = "8443"
    /// Those of the endpoint to come.
    var upcomingIPs = ["198.51.100.7/32"]

    static let time = Timestamp(seconds: 1_795_708_800)

    var list: Allowlist {
        Allowlist(
            hub: HubName(checked: hub),
            version: AllowlistVersion(number: 2_026_112_603),
            updatedAt: Self.time,
            value: [
                record(1, .main, mainHost, mainIPs, port: mainPort),
                record(2, .main, mainHost, mainIPs, port: "8883", required: false),
                record(3, .streaming, "plant-7.local-001.streams.example.com", ["192.0.2.0/24", "2001:db8::/64"]),
                record(5, .streaming, "plant-7.local-002.streams.example.com", upcomingIPs, state: .upcoming),
            ]
        )
    }

    var feed: AllowlistFeed {
        let records = list.value
        let changes = records.map { record in
            AllowlistChange(
                id: record.id,
                version: AllowlistVersion(number: 2_026_112_600),
                disposition: .add,
                effective: record.effective,
                changedAt: Self.time,
                previous: nil,
                current: record
            )
        }
        return AllowlistFeed(list: list, changes: changes)
    }

    func text(_ format: AllowlistFormat) throws -> String {
        String(decoding: try format.document(of: feed), as: UTF8.self)
    }

    private func record(
        _ id: Int,
        _ area: AllowlistRecord.ServiceArea,
        _ host: String,
        _ ips: [String],
        port: String = "8443",
        required: Bool = true,
        state: EndpointState = .active
    ) -> AllowlistRecord {
        AllowlistRecord(
            id: id,
            serviceArea: area,
            urls: [host],
            ips: ips,
            ipsSource: .declared,
            tcpPorts: port,
            required: required,
            notes: notes,
            state: state,
            effective: Self.time,
            retires: nil
        )
    }
}

extension AllowlistFormat {
    /// What begins a comment that ends with its line; `nil` for a form without such.
    var commentMark: String? {
        switch self {
        case .json, .csv, .rss, .names, .edlDomain, .edlURL, .edlIP, .firewalld: nil
        case .pac: "//"
        case .asa: "!"
        case .nftables, .iptables, .ipset, .dnsmasq, .ufw, .squid, .haproxy, .kubernetes, .cilium, .terraform, .windows:
            "#"
        }
    }

    /// Whether it is rules, which hold no words of people but in comments.
    var isRules: Bool { ![.json, .csv, .rss].contains(self) }
}
