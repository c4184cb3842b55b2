/// How a device shall prove who it is: the part of a request that may carry keys.
package struct DeviceAuthenticationRequest: Codable, Equatable, Sendable {
    /// `sas` where absent.
    package var type: DeviceAuthentication.Kind?
    package var symmetricKey: SymmetricKeysRequest?
    package var x509Thumbprint: Thumbprints?

    package init(
        type: DeviceAuthentication.Kind? = nil,
        symmetricKey: SymmetricKeysRequest? = nil,
        x509Thumbprint: Thumbprints? = nil
    ) {
        self.type = type
        self.symmetricKey = symmetricKey
        self.x509Thumbprint = x509Thumbprint
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case type, symmetricKey, x509Thumbprint }

    package init(from decoder: any Decoder) throws {
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
package struct SymmetricKeysRequest: Codable, Equatable, Sendable {
    package var primaryKey: Secret?
    package var secondaryKey: Secret?

    package init(primaryKey: Secret? = nil, secondaryKey: Secret? = nil) {
        self.primaryKey = primaryKey
        self.secondaryKey = secondaryKey
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case primaryKey, secondaryKey }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func key(_ member: CodingKeys) throws -> Secret? {
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
        primaryKey = try key(.primaryKey)
        secondaryKey = try key(.secondaryKey)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(primaryKey?.base64, forKey: .primaryKey)
        try container.encodeIfPresent(secondaryKey?.base64, forKey: .secondaryKey)
    }
}

/// The body of `POST /v1/hubs/{hub}/devices`, and one line of an import or export.
package struct DeviceCreation: Codable, Equatable, Sendable {
    /// As many characters as IoT Hub allows for `statusReason`.
    package static let maximumReasonLength = 128

    package var deviceId: DeviceID
    package var status: DeviceStatus?
    package var statusReason: String?
    package var authentication: DeviceAuthenticationRequest?
    package var tags: Tags?

    package init(
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

    package init(from decoder: any Decoder) throws {
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
package struct DevicePatch: Codable, Equatable, Sendable {
    package var status: DeviceStatus?
    package var statusReason: PatchField<String> = .unchanged
    package var authentication: DeviceAuthenticationRequest?
    /// A value sets a tag, `null` takes it away.
    package var tags: [String: String?]?

    package init(
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

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container.decodeIfPresent(DeviceStatus.self, forKey: .status)
        statusReason = try container.patch(String.self, .statusReason)
        authentication = try container.decodeIfPresent(DeviceAuthenticationRequest.self, forKey: .authentication)
        tags = try container.decodeIfPresent([String: String?].self, forKey: .tags)
    }

    package func encode(to encoder: any Encoder) throws {
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
package struct ImportReport: Codable, Equatable, Sendable {
    package struct LineError: Codable, Equatable, Sendable {
        package var line: Int
        package var deviceId: String?
        package var code: String
        package var message: String

        package init(line: Int, deviceId: String?, code: String, message: String) {
            self.line = line
            self.deviceId = deviceId
            self.code = code
            self.message = message
        }
    }

    /// How many errors the report holds; the others are counted in `failed`.
    package static let maximumErrors = 1000

    package var created = 0
    package var updated = 0
    package var unchanged = 0
    package var failed = 0
    package var errors: [LineError] = []

    package init() {}
}
