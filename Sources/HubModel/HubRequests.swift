/// The body of `POST /v1/hubs`.
package struct HubCreation: Codable, Equatable, Sendable {
    package struct Properties: Codable, Equatable, Sendable {
        package var limits: HubLimitsPatch?
        package var ips: [String]?

        package init(limits: HubLimitsPatch? = nil, ips: [String]? = nil) {
            self.limits = limits
            self.ips = ips
        }

        enum CodingKeys: String, CodingKey, CaseIterable { case limits, ips }

        package init(from decoder: any Decoder) throws {
            try decoder.rejectUnknownMembers(besides: CodingKeys.self)
            let container = try decoder.container(keyedBy: CodingKeys.self)
            limits = try container.decodeIfPresent(HubLimitsPatch.self, forKey: .limits)
            ips = try container.decodeIfPresent([String].self, forKey: .ips)
        }
    }

    package var name: HubName
    /// A region; the server's first one where absent.
    package var location: String?
    /// `default` where absent.
    package var resourceGroup: String?
    package var tags: Tags?
    package var properties: Properties?

    package init(
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

    package init(from decoder: any Decoder) throws {
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
package struct HubPatch: Codable, Equatable, Sendable {
    /// A value sets a tag, `null` takes it away.
    package var tags: [String: String?]?
    package var properties: HubCreation.Properties?

    package init(tags: [String: String?]? = nil, properties: HubCreation.Properties? = nil) {
        self.tags = tags
        self.properties = properties
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case tags, properties }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        tags = try container.decodeIfPresent([String: String?].self, forKey: .tags)
        properties = try container.decodeIfPresent(HubCreation.Properties.self, forKey: .properties)
    }
}
