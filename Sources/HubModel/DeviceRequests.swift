/// How a device shall prove who it is: the part of a request that may carry keys.
public struct DeviceAuthenticationRequest: Codable, Equatable, Sendable {
    /// `sas` where absent.
    public var type: DeviceAuthentication.Kind?
    /// The keys, where they are given.
    public var symmetricKey: SymmetricKeysRequest?
    /// The thumbprints, with `selfSigned`.
    public var x509Thumbprint: Thumbprints?

    /// All members, in order.
    public init(
        type: DeviceAuthentication.Kind? = nil,
        symmetricKey: SymmetricKeysRequest? = nil,
        x509Thumbprint: Thumbprints? = nil
    ) {
        self.type = type
        self.symmetricKey = symmetricKey
        self.x509Thumbprint = x509Thumbprint
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case type, symmetricKey, x509Thumbprint }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decodeIfPresent(DeviceAuthentication.Kind.self, forKey: .type)
        symmetricKey = try container.decodeIfPresent(SymmetricKeysRequest.self, forKey: .symmetricKey)
        x509Thumbprint = try container.decodeIfPresent(Thumbprints.self, forKey: .x509Thumbprint)
        let kind = type ?? .sas
        guard kind == .selfSigned ? x509Thumbprint != nil : x509Thumbprint == nil else {
            throw BodyError.invalidValue(
                path: BodyError.path(container.codingPath),
                problem: "x509Thumbprint goes with the type selfSigned, and with no other"
            )
        }
        guard kind == .sas || symmetricKey == nil else {
            throw BodyError.invalidValue(
                path: BodyError.path(container.codingPath),
                problem: "symmetricKey goes with the type sas only"
            )
        }
    }
}

/// Keys that a caller chooses; one that is absent or empty is made by the server.
public struct SymmetricKeysRequest: Codable, Equatable, Sendable {
    /// The one in use.
    public var primaryKey: Secret?
    /// The one that follows it.
    public var secondaryKey: Secret?

    /// All members, in order.
    public init(primaryKey: Secret? = nil, secondaryKey: Secret? = nil) {
        self.primaryKey = primaryKey
        self.secondaryKey = secondaryKey
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case primaryKey, secondaryKey }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        primaryKey = try Self.key(container, .primaryKey)
        secondaryKey = try Self.key(container, .secondaryKey)
    }

    /// Reads a key; `nil` where it is absent, `null` or empty.
    static func key<Key: CodingKey>(_ container: KeyedDecodingContainer<Key>, _ member: Key) throws -> Secret? {
        guard let text = try container.decodeIfPresent(String.self, forKey: member), !text.isEmpty else {
            return nil
        }
        guard let bytes = Base64.decode(text), (16...64).contains(bytes.count) else {
            throw BodyError.invalidValue(
                path: BodyError.path(container.codingPath + [member]),
                problem: "a key is base64 of 16 to 64 bytes"
            )
        }
        return Secret(bytes: bytes)
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(primaryKey?.base64, forKey: .primaryKey)
        try container.encodeIfPresent(secondaryKey?.base64, forKey: .secondaryKey)
    }
}

/// The body of `POST /v1/hubs/{hub}/devices`, and one line of an import or export.
public struct DeviceCreation: Codable, Equatable, Sendable {
    /// As many characters as IoT Hub allows for `statusReason`.
    package static let maximumReasonLength = 128

    /// The device.
    public var deviceId: DeviceID
    /// Whether it may connect.
    public var status: DeviceStatus?
    /// Why, in words of a person.
    public var statusReason: String?
    /// How it proves who it is.
    public var authentication: DeviceAuthenticationRequest?
    /// Names and values that people gave it.
    public var tags: Tags?

    /// All members, in order.
    public init(
        deviceId: DeviceID,
        status: DeviceStatus? = nil,
        statusReason: String? = nil,
        authentication: DeviceAuthenticationRequest? = nil,
        tags: Tags? = nil
    ) {
        self.deviceId = deviceId
        self.status = status
        self.statusReason = statusReason
        self.authentication = authentication
        self.tags = tags
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case deviceId, status, statusReason, authentication, tags }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        deviceId = try container.decode(DeviceID.self, forKey: .deviceId)
        status = try container.decodeIfPresent(DeviceStatus.self, forKey: .status)
        statusReason = try container.decodeIfPresent(String.self, forKey: .statusReason)
        authentication = try container.decodeIfPresent(DeviceAuthenticationRequest.self, forKey: .authentication)
        tags = try container.decodeIfPresent(Tags.self, forKey: .tags)
    }
}

/// The body of `PATCH /v1/hubs/{hub}/devices/{id}`: a merge patch (RFC 7396).
public struct DevicePatch: Codable, Equatable, Sendable {
    /// Whether it may connect.
    public var status: DeviceStatus?
    /// Why, in words of a person.
    public var statusReason: PatchField<String> = .unchanged
    /// How it proves who it is.
    public var authentication: DeviceAuthenticationRequest?
    /// A value sets a tag, `null` takes it away.
    public var tags: [String: String?]?

    /// All members, in order.
    public init(
        status: DeviceStatus? = nil,
        statusReason: PatchField<String> = .unchanged,
        authentication: DeviceAuthenticationRequest? = nil,
        tags: [String: String?]? = nil
    ) {
        self.status = status
        self.statusReason = statusReason
        self.authentication = authentication
        self.tags = tags
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case status, statusReason, authentication, tags }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container.decodeIfPresent(DeviceStatus.self, forKey: .status)
        statusReason = try container.patch(String.self, .statusReason)
        authentication = try container.decodeIfPresent(DeviceAuthenticationRequest.self, forKey: .authentication)
        tags = try container.decodeIfPresent([String: String?].self, forKey: .tags)
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(status, forKey: .status)
        try container.encodePatch(statusReason, .statusReason)
        try container.encodeIfPresent(authentication, forKey: .authentication)
        try container.encodeIfPresent(tags, forKey: .tags)
    }
}

/// What an import did.
///
/// Lines are counted from 1.
public struct ImportReport: Codable, Equatable, Sendable {
    /// A line that could not be done.
    public struct LineError: Codable, Equatable, Sendable {
        /// The number of the line, from 1.
        public var line: Int
        /// The device.
        public var deviceId: String?
        /// The code of the catalogue.
        public var code: String
        /// What was wrong with it.
        public var message: String

        /// All members, in order.
        public init(line: Int, deviceId: String?, code: String, message: String) {
            self.line = line
            self.deviceId = deviceId
            self.code = code
            self.message = message
        }
    }

    /// How many errors the report holds; the others are counted in `failed`.
    package static let maximumErrors = 1000

    /// Devices that were made.
    public var created = 0
    /// Devices that were changed.
    public var updated = 0
    /// Devices that were as the line says.
    public var unchanged = 0
    /// Lines that could not be done.
    public var failed = 0
    /// The first of them.
    public var errors: [LineError] = []

    /// All members, in order.
    public init() {}
}
