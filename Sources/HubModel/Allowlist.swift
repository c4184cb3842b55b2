/// One line of what a firewall must let through.
///
/// The names are those of the Microsoft 365 endpoint service.
public struct AllowlistRecord: Codable, Equatable, Sendable {
    /// Which endpoints a record is about.
    public enum ServiceArea: String, Codable, Sendable {
        case main = "Main"
        case streaming = "Streaming"
    }

    /// Where `ips` come from.
    public enum AddressSource: String, Codable, Sendable {
        /// The operator declared them.
        case declared
        /// None are declared: this is what DNS said when the list was read, and may change.
        case dns
        /// Neither: `notes` says so.
        case none
    }

    /// Never used again for another record.
    public var id: Int
    /// Which endpoints it is about.
    public var serviceArea: ServiceArea
    /// Host names, without scheme and port.
    public var urls: [String]
    /// Addresses in CIDR form, sorted.
    public var ips: [String]
    /// Absent in the history of changes where none were declared.
    public var ipsSource: AddressSource?
    /// Port numbers separated by commas.
    public var tcpPorts: String
    /// Whether devices and services cannot do without it.
    public var required: Bool
    /// Words of a person.
    public var notes: String?
    /// Where it is in its life.
    public var state: EndpointState
    /// When it becomes or became active.
    public var effective: Timestamp
    /// When it is taken off the list.
    public var retires: Timestamp?

    /// All members, in order.
    public init(
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
public struct Allowlist: Codable, Equatable, Sendable {
    /// The hub.
    public var hub: HubName
    /// The version of the list.
    public var version: AllowlistVersion
    /// When it was last changed.
    public var updatedAt: Timestamp
    /// The elements.
    public var value: [AllowlistRecord]

    /// All members, in order.
    public init(hub: HubName, version: AllowlistVersion, updatedAt: Timestamp, value: [AllowlistRecord]) {
        self.hub = hub
        self.version = version
        self.updatedAt = updatedAt
        self.value = value
    }
}

/// `YYYYMMDDNN`: the UTC day and a number in it.
///
/// A later list always has a greater version.
public struct AllowlistVersion: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// As one number, so that versions can be compared.
    public let number: Int64

    /// All members, in order.
    public init(number: Int64) { self.number = number }

    /// Reads ten digits.
    public init?(_ text: String) {
        guard text.utf8.count == 10, text.utf8.allSatisfy(\.isDigit), let number = Int64(text) else { return nil }
        self.number = number
    }

    /// The first version of a list.
    public init(firstAt now: Timestamp) { number = now.dayNumber * 100 }

    /// The version after this one.
    ///
    /// A hundredth change in a day runs on into the next day's numbers.
    package func next(at now: Timestamp) -> AllowlistVersion {
        AllowlistVersion(number: max(number + 1, now.dayNumber * 100))
    }

    /// Which comes first.
    public static func < (left: AllowlistVersion, right: AllowlistVersion) -> Bool { left.number < right.number }

    /// Ten digits, which can be read again.
    public var description: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits
    }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let version = AllowlistVersion(text) else {
            throw BodyError.invalidValue(path: BodyError.path(decoder.codingPath), problem: "a version is ten digits")
        }
        self = version
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The answer of `GET …/allowlist/version`.
public struct AllowlistVersionResource: Codable, Equatable, Sendable {
    /// The hub.
    public var hub: HubName
    /// The version of the list.
    public var version: AllowlistVersion
    /// When it was last changed.
    public var updatedAt: Timestamp

    /// All members, in order.
    public init(hub: HubName, version: AllowlistVersion, updatedAt: Timestamp) {
        self.hub = hub
        self.version = version
        self.updatedAt = updatedAt
    }
}

/// One step between two versions of a list.
public struct AllowlistChange: Codable, Equatable, Sendable {
    /// What happened to a record.
    public enum Disposition: String, Codable, Sendable {
        case add = "Add"
        case remove = "Remove"
        case change = "Change"
    }

    /// The record's id.
    public var id: Int
    /// The version of the list.
    public var version: AllowlistVersion
    /// What happened to the record.
    public var disposition: Disposition
    /// When what changed takes effect.
    public var effective: Timestamp
    /// When.
    public var changedAt: Timestamp
    /// The record before; `nil` where it was added.
    public var previous: AllowlistRecord?
    /// The record after; `nil` where it was removed.
    public var current: AllowlistRecord?

    /// All members, in order.
    public init(
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
public struct AllowlistChanges: Codable, Equatable, Sendable {
    /// The hub.
    public var hub: HubName
    /// Since when.
    public var since: AllowlistVersion
    /// The version of the list.
    public var version: AllowlistVersion
    /// The elements.
    public var value: [AllowlistChange]

    /// All members, in order.
    public init(hub: HubName, since: AllowlistVersion, version: AllowlistVersion, value: [AllowlistChange]) {
        self.hub = hub
        self.since = since
        self.version = version
        self.value = value
    }
}
