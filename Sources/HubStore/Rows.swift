package import HubModel

/// A hub as it is stored.
package struct HubRow: Equatable, Sendable {
    /// Given by the store; never used again for another hub.
    package var id: Int64
    package var name: HubName
    /// The region's name.
    package var location: String
    package var resourceGroup: String
    package var tags: Tags
    package var limits: HubLimits
    /// Addresses declared for the main endpoint.
    package var ips: [String]
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var allowlistVersion: AllowlistVersion
    package var allowlistUpdatedAt: Timestamp
    /// `domain:port` under which the allowlist was last written.
    package var hostBase: String
    /// Kept by the store; a value written here is ignored.
    package var deviceCount: Int

    package init(
        id: Int64,
        name: HubName,
        location: String,
        resourceGroup: String,
        tags: Tags,
        limits: HubLimits,
        ips: [String],
        createdAt: Timestamp,
        updatedAt: Timestamp,
        allowlistVersion: AllowlistVersion,
        allowlistUpdatedAt: Timestamp,
        hostBase: String,
        deviceCount: Int
    ) {
        self.id = id
        self.name = name
        self.location = location
        self.resourceGroup = resourceGroup
        self.tags = tags
        self.limits = limits
        self.ips = ips
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.allowlistVersion = allowlistVersion
        self.allowlistUpdatedAt = allowlistUpdatedAt
        self.hostBase = hostBase
        self.deviceCount = deviceCount
    }
}

/// What an allowlist record stands for.
package enum RecordKind: String, Sendable {
    case main, streaming
    /// The port of MQTT over TLS on the main host.
    case mqtt
}

/// A line of a hub's allowlist as it is stored: its main host, or a streaming endpoint.
package struct RecordRow: Equatable, Sendable {
    /// Given by the store; never used again for another record.
    package var id: Int
    package var hubID: Int64
    package var kind: RecordKind
    /// `nil` but for a streaming endpoint.
    package var stamp: RegionStamp?
    package var region: String?
    package var state: EndpointState
    package var effective: Timestamp
    package var retires: Timestamp?
    package var ips: [String]
    package var notes: String?
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: Int,
        hubID: Int64,
        kind: RecordKind,
        stamp: RegionStamp?,
        region: String?,
        state: EndpointState,
        effective: Timestamp,
        retires: Timestamp?,
        ips: [String],
        notes: String?,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.hubID = hubID
        self.kind = kind
        self.stamp = stamp
        self.region = region
        self.state = state
        self.effective = effective
        self.retires = retires
        self.ips = ips
        self.notes = notes
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// When time alone changes the record; `nil` when it never does.
    var due: Timestamp? {
        switch state {
        case .upcoming: effective
        case .draining: retires
        case .active, .retired: nil
        }
    }
}

/// A shared access policy as it is stored, without its keys.
package struct PolicyRow: Equatable, Sendable {
    package var hubID: Int64
    package var name: PolicyName
    package var rights: [AccessRight]
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        hubID: Int64,
        name: PolicyName,
        rights: [AccessRight],
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.hubID = hubID
        self.name = name
        self.rights = rights
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// An API token or client as it is stored; of the token or secret itself only a digest is, which no row holds.
package struct TokenRow: Equatable, Sendable {
    package var id: TokenID
    package var kind: TokenKind
    package var name: String
    package var role: Role
    package var rights: [TokenRight]
    /// `nil` for all hubs.
    package var hubs: [HubName]?
    package var createdAt: Timestamp
    package var expiresAt: Timestamp?
    package var createdBy: TokenID?

    package init(
        id: TokenID,
        kind: TokenKind,
        name: String,
        role: Role,
        rights: [TokenRight],
        hubs: [HubName]?,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        createdBy: TokenID?
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.role = role
        self.rights = rights
        self.hubs = hubs
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.createdBy = createdBy
    }
}
