/// A device as the REST API shows it.
///
/// Its keys never stand here.
public struct DeviceResource: Codable, Equatable, Sendable {
    /// The device.
    public var deviceId: DeviceID
    /// Changes when a device is deleted and created again under the same id.
    public var generationId: String
    /// Changes with every change of the resource.
    public var etag: String
    /// Whether it may connect.
    public var status: DeviceStatus
    /// Why, in words of a person.
    public var statusReason: String?
    /// When the status was last changed.
    public var statusUpdatedTime: Timestamp
    /// Whether it is connected now.
    public var connectionState: ConnectionState
    /// `null` for a device that has never connected.
    public var connectionStateUpdatedTime: Timestamp?
    /// `null` for a device that has never connected.
    public var lastActivityTime: Timestamp?
    /// Absent for a device that is not connected.
    public var connection: DeviceConnectionInfo?
    /// How it proves who it is.
    public var authentication: DeviceAuthentication
    /// Names and values that people gave it.
    public var tags: Tags
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed.
    public var updatedAt: Timestamp

    /// All members, in order.
    public init(
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
public enum DeviceStatus: String, Codable, CaseIterable, Sendable {
    case enabled, disabled
}

/// Whether a device is connected now; the words are IoT Hub's.
public enum ConnectionState: String, Codable, CaseIterable, Sendable {
    case connected = "Connected"
    case disconnected = "Disconnected"
}

/// How a device proves who it is, without the secrets.
public struct DeviceAuthentication: Codable, Equatable, Sendable {
    /// The ways to prove it.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// A symmetric key pair.
        case sas
        /// A client certificate that is known by its thumbprint.
        case selfSigned
        /// A client certificate issued by a CA that is registered on the hub.
        case certificateAuthority
        /// Nothing: it cannot sign in by itself. Who holds a policy with `DeviceConnect` can, in its name.
        ///
        /// Not named after the word, which is `nil` where a kind may be absent.
        case noCredential = "none"
    }

    /// The kind.
    public var type: Kind
    /// Only with `selfSigned`.
    public var x509Thumbprint: Thumbprints?

    /// All members, in order.
    public init(type: Kind, x509Thumbprint: Thumbprints? = nil) {
        self.type = type
        self.x509Thumbprint = x509Thumbprint
    }
}

/// SHA-1 or SHA-256 thumbprints of client certificates: 40 or 64 hexadecimal digits, upper case.
public struct Thumbprints: Codable, Equatable, Sendable {
    /// The one in use.
    public var primaryThumbprint: String
    /// The one that follows it.
    public var secondaryThumbprint: String?

    /// All members, in order.
    public init(primaryThumbprint: String, secondaryThumbprint: String? = nil) {
        self.primaryThumbprint = primaryThumbprint
        self.secondaryThumbprint = secondaryThumbprint
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case primaryThumbprint, secondaryThumbprint }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
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
