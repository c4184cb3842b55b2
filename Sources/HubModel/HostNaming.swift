/// Where a hub is found: host names follow from the hub's name, the domain and the public port, and are never stored.
package struct HostNaming: Equatable, Sendable {
    /// The domain below which every host name of this server stands, in lower case.
    package let domain: String
    /// The port that clients use, which differs from the listener's behind a forwarder.
    package let publicPort: Int
    /// The port of MQTT over TLS that clients use; `nil` where the server has no such listener.
    package let mqttPort: Int?

    /// The port that stands in no URL.
    package static let defaultPort = 443

    /// Throws `ArgumentInvalid` when the domain is not a host name of at least one label.
    package init(domain: String, publicPort: Int, mqttPort: Int? = nil) throws(HubError) {
        let lower = domain.lowercased()
        let labels = lower.split(separator: ".", omittingEmptySubsequences: false)
        // A streaming host adds up to 50 + 40 + 10 characters; 253 is the limit of a name (RFC 1035 §2.3.4).
        guard lower.utf8.count <= 150, !labels.isEmpty, labels.allSatisfy({ Word.isHostLabel($0) }) else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(domain, limit: 160))' is not a domain name.",
                target: "domain"
            )
        }
        for (port, target) in [(publicPort, "publicPort"), (mqttPort ?? publicPort, "mqttPort")] {
            guard (1...65_535).contains(port) else {
                throw HubError(.argumentInvalid, "\(port) is not a port: 1 to 65535.", target: target)
            }
        }
        self.domain = lower
        self.publicPort = publicPort
        self.mqttPort = mqttPort
    }

    /// The host of the main endpoint, `hub.example.com`.
    package func mainHost(_ hub: HubName) -> String { hub.key + "." + domain }

    /// The host of a streaming endpoint, `hub.local-001.streams.example.com`.
    package func streamingHost(_ hub: HubName, _ stamp: RegionStamp) -> String {
        hub.key + "." + stamp.text + ".streams." + domain
    }

    /// The host, with the port where it is not 443: the form of `hostName` and connection strings.
    package func authority(_ host: String) -> String {
        publicPort == Self.defaultPort ? host : host + ":" + String(publicPort)
    }

    /// The https URL of a host, without a path.
    package func url(_ host: String) -> String { "https://" + authority(host) }

    /// The management URL: `server` in a context.
    package var managementURL: String { url(domain) }

    /// Whose a host name is, if this server owns names of that form.
    ///
    /// The hub and stamp still have to exist.
    package func owner(of host: String) -> HostOwner? {
        let lower = host.lowercased()
        if lower == domain || lower == "localhost" { return .management }
        if Self.isLoopbackAddress(lower) { return .management }
        guard lower.hasSuffix("." + domain) else { return nil }
        let labels = lower.dropLast(domain.count + 1).split(separator: ".", omittingEmptySubsequences: false).map(
            String.init
        )
        guard let first = labels.first, HubName.accepts(first) else { return nil }
        let hub = HubName(checked: first)
        if labels.count == 1 { return .main(hub) }
        guard labels.count == 3, labels[2] == "streams", RegionStamp.accepts(labels[1]) else { return nil }
        return .streaming(hub, RegionStamp(checked: labels[1]))
    }

    /// Labels of letters, digits and hyphens (RFC 1123 §2.1), 253 characters at most (RFC 1035 §2.3.4).
    package static func isHostName(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { Word.isHostLabel($0) }
    }

    /// `localhost` and every name below it, which mean this machine (RFC 6761 §6.3).
    package static func isLocalhost(_ host: String) -> Bool {
        let lower = host.lowercased()
        return lower == "localhost" || lower.hasSuffix(".localhost")
    }

    /// 127.0.0.0/8 in dotted form, or `::1`, with or without brackets.
    package static func isLoopbackAddress(_ text: String) -> Bool {
        if text == "::1" || text == "[::1]" { return true }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isDigit) && UInt8($0) != nil }
    }
}

/// Whose a host name is.
package enum HostOwner: Equatable, Sendable {
    /// The domain itself, `localhost`, or a loopback address.
    case management
    case main(HubName)
    case streaming(HubName, RegionStamp)
}
