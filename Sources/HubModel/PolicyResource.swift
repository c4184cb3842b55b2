/// A shared access policy as the REST API shows it.
///
/// Its keys never stand here.
public struct PolicyResource: Codable, Equatable, Sendable {
    /// The name.
    public var name: PolicyName
    /// What it opens.
    public var rights: [AccessRight]
    /// Changes with every change of the resource.
    public var etag: String
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed.
    public var updatedAt: Timestamp

    /// All members, in order.
    public init(
        name: PolicyName,
        rights: [AccessRight],
        etag: String,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.name = name
        self.rights = rights
        self.etag = etag
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// What the key of a policy opens; IoT Hub's words.
public enum AccessRight: String, Codable, CaseIterable, Sendable {
    case registryRead = "RegistryRead"
    case registryWrite = "RegistryWrite"
    case serviceConnect = "ServiceConnect"
    case deviceConnect = "DeviceConnect"

    /// The five policies that every hub is born with, as in IoT Hub.
    package static let standardPolicies: [(name: String, rights: [AccessRight])] = [
        ("iothubowner", [.registryRead, .registryWrite, .serviceConnect, .deviceConnect]),
        ("service", [.serviceConnect]),
        ("device", [.deviceConnect]),
        ("registryRead", [.registryRead]),
        ("registryReadWrite", [.registryRead, .registryWrite]),
    ]
}

/// A pair of keys, in the one place where they are shown.
public struct KeyPair: Codable, Equatable, Sendable {
    /// The one in use.
    public var primaryKey: Secret
    /// The one that follows it.
    public var secondaryKey: Secret

    /// All members, in order.
    public init(primaryKey: Secret, secondaryKey: Secret) {
        self.primaryKey = primaryKey
        self.secondaryKey = secondaryKey
    }

    enum CodingKeys: String, CodingKey { case primaryKey, secondaryKey }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        primaryKey = Secret(bytes: Base64.decode(try container.decode(String.self, forKey: .primaryKey)) ?? [])
        secondaryKey = Secret(bytes: Base64.decode(try container.decode(String.self, forKey: .secondaryKey)) ?? [])
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(primaryKey.base64, forKey: .primaryKey)
        try container.encode(secondaryKey.base64, forKey: .secondaryKey)
    }
}

/// Which key of a pair.
public enum KeySlot: String, Codable, CaseIterable, Sendable {
    case primary, secondary
}

/// The body of `POST …/keys/rotate`.
public struct KeyRotation: Codable, Equatable, Sendable {
    /// Which of the two.
    public var key: KeySlot

    /// All members, in order.
    public init(key: KeySlot) { self.key = key }

    enum CodingKeys: String, CodingKey, CaseIterable { case key }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        key = try decoder.container(keyedBy: CodingKeys.self).decode(KeySlot.self, forKey: .key)
    }
}

/// The answer of `GET …/connectionString`.
public struct ConnectionStringResource: Codable, Equatable, Sendable {
    /// The connection string; it holds a key.
    public var connectionString: String

    /// All members, in order.
    public init(connectionString: String) { self.connectionString = connectionString }
}
