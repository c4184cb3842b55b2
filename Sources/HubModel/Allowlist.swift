/// One line of what a firewall must let through.
///
/// The names are those of the Microsoft 365 endpoint service.
package struct AllowlistRecord: Codable, Equatable, Sendable {
    package enum ServiceArea: String, Codable, Sendable {
        case main = "Main"
        case streaming = "Streaming"
    }

    /// Where `ips` come from.
    package enum AddressSource: String, Codable, Sendable {
        /// The operator declared them.
        case declared
        /// None are declared: this is what DNS said when the list was read, and may change.
        case dns
        /// Neither: `notes` says so.
        case none
    }

    /// Never used again for another record.
    package var id: Int
    package var serviceArea: ServiceArea
    /// Host names, without scheme and port.
    package var urls: [String]
    /// Addresses in CIDR form, sorted.
    package var ips: [String]
    /// Absent in the history of changes where none were declared.
    package var ipsSource: AddressSource?
    /// Port numbers separated by commas.
    package var tcpPorts: String
    /// Whether devices and services cannot do without it.
    package var required: Bool
    package var notes: String?
    package var state: EndpointState
    package var effective: Timestamp
    package var retires: Timestamp?

    package init(
        id: Int,
        serviceArea: ServiceArea,
        urls: [String],
        ips: [String],
        ipsSource: AddressSource?,
        tcpPorts: String,
        required: Bool,
        notes: String?,
        state: EndpointState,
        effective: Timestamp,
        retires: Timestamp?
    ) {
        self.id = id
        self.serviceArea = serviceArea
        self.urls = urls
        self.ips = ips
        self.ipsSource = ipsSource
        self.tcpPorts = tcpPorts
        self.required = required
        self.notes = notes
        self.state = state
        self.effective = effective
        self.retires = retires
    }
}

/// The whole list of a hub at one version.
package struct Allowlist: Codable, Equatable, Sendable {
    package var hub: HubName
    package var version: AllowlistVersion
    package var updatedAt: Timestamp
    package var value: [AllowlistRecord]

    package init(hub: HubName, version: AllowlistVersion, updatedAt: Timestamp, value: [AllowlistRecord]) {
        self.hub = hub
        self.version = version
        self.updatedAt = updatedAt
        self.value = value
    }
}

/// `YYYYMMDDNN`: the UTC day and a number in it.
///
/// A later list always has a greater version.
package struct AllowlistVersion: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let number: Int64

    package init(number: Int64) { self.number = number }

    /// Reads ten digits.
    package init?(_ text: String) {
        guard text.utf8.count == 10, text.utf8.allSatisfy(\.isDigit), let number = Int64(text) else { return nil }
        self.number = number
    }

    /// The first version of a list.
    package init(firstAt now: Timestamp) { number = now.dayNumber * 100 }

    /// The version after this one.
    ///
    /// A hundredth change in a day runs on into the next day's numbers.
    package func next(at now: Timestamp) -> AllowlistVersion {
        AllowlistVersion(number: max(number + 1, now.dayNumber * 100))
    }

    package static func < (left: AllowlistVersion, right: AllowlistVersion) -> Bool { left.number < right.number }

    /// Ten digits, which can be read again.
    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let version = AllowlistVersion(text) else {
            throw BodyError.invalidValue(path: BodyError.path(decoder.codingPath), problem: "a version is ten digits")
        }
        self = version
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The answer of `GET …/allowlist/version`.
package struct AllowlistVersionResource: Codable, Equatable, Sendable {
    package var hub: HubName
    package var version: AllowlistVersion
    package var updatedAt: Timestamp

    package init(hub: HubName, version: AllowlistVersion, updatedAt: Timestamp) {
        self.hub = hub
        self.version = version
        self.updatedAt = updatedAt
    }
}

/// One step between two versions of a list.
package struct AllowlistChange: Codable, Equatable, Sendable {
    package enum Disposition: String, Codable, Sendable {
        case add = "Add"
        case remove = "Remove"
        case change = "Change"
    }

    /// The record's id.
    package var id: Int
    package var version: AllowlistVersion
    package var disposition: Disposition
    /// When what changed takes effect.
    package var effective: Timestamp
    package var changedAt: Timestamp
    package var previous: AllowlistRecord?
    package var current: AllowlistRecord?

    package init(
        id: Int,
        version: AllowlistVersion,
        disposition: Disposition,
        effective: Timestamp,
        changedAt: Timestamp,
        previous: AllowlistRecord?,
        current: AllowlistRecord?
    ) {
        self.id = id
        self.version = version
        self.disposition = disposition
        self.effective = effective
        self.changedAt = changedAt
        self.previous = previous
        self.current = current
    }
}

/// The answer of `GET …/allowlist/changes?since=VERSION`.
package struct AllowlistChanges: Codable, Equatable, Sendable {
    package var hub: HubName
    package var since: AllowlistVersion
    package var version: AllowlistVersion
    package var value: [AllowlistChange]

    package init(hub: HubName, since: AllowlistVersion, version: AllowlistVersion, value: [AllowlistChange]) {
        self.hub = hub
        self.since = since
        self.version = version
        self.value = value
    }
}
