/// A device as the REST API shows it.
///
/// Its keys never stand here.
package struct DeviceResource: Codable, Equatable, Sendable {
    package var deviceId: DeviceID
    /// Changes when a device is deleted and created again under the same id.
    package var generationId: String
    package var etag: String
    package var status: DeviceStatus
    package var statusReason: String?
    package var statusUpdatedTime: Timestamp
    package var connectionState: ConnectionState
    /// `null` for a device that has never connected.
    package var connectionStateUpdatedTime: Timestamp?
    /// `null` for a device that has never connected.
    package var lastActivityTime: Timestamp?
    /// Absent for a device that is not connected.
    package var connection: DeviceConnectionInfo?
    package var authentication: DeviceAuthentication
    package var tags: Tags
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        deviceId: DeviceID,
        generationId: String,
        etag: String,
        status: DeviceStatus,
        statusReason: String?,
        statusUpdatedTime: Timestamp,
        connectionState: ConnectionState,
        connectionStateUpdatedTime: Timestamp?,
        lastActivityTime: Timestamp?,
        connection: DeviceConnectionInfo? = nil,
        authentication: DeviceAuthentication,
        tags: Tags,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.deviceId = deviceId
        self.generationId = generationId
        self.etag = etag
        self.status = status
        self.statusReason = statusReason
        self.statusUpdatedTime = statusUpdatedTime
        self.connectionState = connectionState
        self.connectionStateUpdatedTime = connectionStateUpdatedTime
        self.lastActivityTime = lastActivityTime
        self.connection = connection
        self.authentication = authentication
        self.tags = tags
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// Whether a device may connect.
package enum DeviceStatus: String, Codable, CaseIterable, Sendable {
    case enabled, disabled
}

/// Whether a device is connected now; the words are IoT Hub's.
package enum ConnectionState: String, Codable, CaseIterable, Sendable {
    case connected = "Connected"
    case disconnected = "Disconnected"
}

/// How a device proves who it is, without the secrets.
package struct DeviceAuthentication: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// A symmetric key pair.
        case sas
        /// A client certificate that is known by its thumbprint.
        case selfSigned
        /// A client certificate issued by a CA that is registered on the hub.
        case certificateAuthority
    }

    package var type: Kind
    /// Only with `selfSigned`.
    package var x509Thumbprint: Thumbprints?

    package init(type: Kind, x509Thumbprint: Thumbprints? = nil) {
        self.type = type
        self.x509Thumbprint = x509Thumbprint
    }
}

/// SHA-1 or SHA-256 thumbprints of client certificates: 40 or 64 hexadecimal digits, upper case.
package struct Thumbprints: Codable, Equatable, Sendable {
    package var primaryThumbprint: String
    package var secondaryThumbprint: String?

    package init(primaryThumbprint: String, secondaryThumbprint: String? = nil) {
        self.primaryThumbprint = primaryThumbprint
        self.secondaryThumbprint = secondaryThumbprint
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case primaryThumbprint, secondaryThumbprint }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func normal(_ text: String, _ key: CodingKeys) throws -> String {
            let digits = text.filter { $0 != ":" && $0 != " " }.uppercased()
            guard digits.utf8.count == 40 || digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else {
                throw BodyError.invalidValue(
                    path: BodyError.path(container.codingPath + [key]),
                    problem: "a thumbprint is 40 (SHA-1) or 64 (SHA-256) hexadecimal digits"
                )
            }
            return digits
        }
        primaryThumbprint = try normal(container.decode(String.self, forKey: .primaryThumbprint), .primaryThumbprint)
        secondaryThumbprint = try container.decodeIfPresent(String.self, forKey: .secondaryThumbprint)
            .map { try normal($0, .secondaryThumbprint) }
    }
}
