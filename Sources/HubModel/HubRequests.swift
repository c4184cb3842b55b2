/// The body of `POST /v1/hubs`.
public struct HubCreation: Codable, Equatable, Sendable {
    /// What makes a hub what it is.
    public struct Properties: Codable, Equatable, Sendable {
        /// What it may take.
        public var limits: HubLimitsPatch?
        /// Declared addresses, in CIDR form.
        public var ips: [String]?

        /// All members, in order.
        public init(limits: HubLimitsPatch? = nil, ips: [String]? = nil) {
            self.limits = limits
            self.ips = ips
        }

        enum CodingKeys: String, CodingKey, CaseIterable { case limits, ips }

        /// Reads it; an unknown member is an error.
        public init(from decoder: any Decoder) throws {
            try decoder.rejectUnknownMembers(besides: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            limits = try container.decodeIfPresent(HubLimitsPatch.self, forKey: .limits)
            ips = try container.decodeIfPresent([String].self, forKey: .ips)
        }
    }

    /// The name.
    public var name: HubName
    /// A region; the server's first one where absent.
    public var location: String?
    /// `default` where absent.
    public var resourceGroup: String?
    /// Names and values that people gave it.
    public var tags: Tags?
    /// What makes the hub what it is.
    public var properties: Properties?

    /// All members, in order.
    public init(
        name: HubName,
        location: String? = nil,
        resourceGroup: String? = nil,
        tags: Tags? = nil,
        properties: Properties? = nil
    ) {
        self.name = name
        self.location = location
        self.resourceGroup = resourceGroup
        self.tags = tags
        self.properties = properties
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case name, location, resourceGroup, tags, properties }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(HubName.self, forKey: .name)
        location = try container.decodeIfPresent(String.self, forKey: .location)
        resourceGroup = try container.decodeIfPresent(String.self, forKey: .resourceGroup)
        tags = try container.decodeIfPresent(Tags.self, forKey: .tags)
        properties = try container.decodeIfPresent(Properties.self, forKey: .properties)
    }
}

/// The body of `PATCH /v1/hubs/{hub}`: a merge patch (RFC 7396).
public struct HubPatch: Codable, Equatable, Sendable {
    /// A value sets a tag, `null` takes it away.
    public var tags: [String: String?]?
    /// What makes the hub what it is.
    public var properties: HubCreation.Properties?

    /// All members, in order.
    public init(tags: [String: String?]? = nil, properties: HubCreation.Properties? = nil) {
        self.tags = tags
        self.properties = properties
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case tags, properties }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tags = try container.decodeIfPresent([String: String?].self, forKey: .tags)
        properties = try container.decodeIfPresent(HubCreation.Properties.self, forKey: .properties)
    }
}
