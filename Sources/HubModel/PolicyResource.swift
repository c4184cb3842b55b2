/// A shared access policy as the REST API shows it.
///
/// Its keys never stand here.
package struct PolicyResource: Codable, Equatable, Sendable {
    package var name: PolicyName
    package var rights: [AccessRight]
    package var etag: String
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
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
package enum AccessRight: String, Codable, CaseIterable, Sendable {
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
package struct KeyPair: Codable, Equatable, Sendable {
    package var primaryKey: Secret
    package var secondaryKey: Secret

    package init(primaryKey: Secret, secondaryKey: Secret) {
        self.primaryKey = primaryKey
        self.secondaryKey = secondaryKey
    }

    enum CodingKeys: String, CodingKey { case primaryKey, secondaryKey }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        primaryKey = Secret(bytes: Base64.decode(try container.decode(String.self, forKey: .primaryKey)) ?? [])
        secondaryKey = Secret(bytes: Base64.decode(try container.decode(String.self, forKey: .secondaryKey)) ?? [])
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(primaryKey.base64, forKey: .primaryKey)
        try container.encode(secondaryKey.base64, forKey: .secondaryKey)
    }
}

/// Which key of a pair.
package enum KeySlot: String, Codable, CaseIterable, Sendable {
    case primary, secondary
}

/// The body of `POST …/keys/rotate`.
package struct KeyRotation: Codable, Equatable, Sendable {
    package var key: KeySlot

    package init(key: KeySlot) { self.key = key }

    enum CodingKeys: String, CodingKey, CaseIterable { case key }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        key = try decoder.container(keyedBy: CodingKeys.self).decode(KeySlot.self, forKey: .key)
    }
}

/// The answer of `GET …/connectionString`.
package struct ConnectionStringResource: Codable, Equatable, Sendable {
    package var connectionString: String

    package init(connectionString: String) { self.connectionString = connectionString }
}
