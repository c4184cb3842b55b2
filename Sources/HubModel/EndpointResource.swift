/// A streaming endpoint of a hub, as the REST API shows it.
public struct EndpointResource: Codable, Equatable, Sendable {
    /// The id of its allowlist record: never used again for another.
    public var id: Int
    /// The https URL.
    public var url: String
    /// The host name.
    public var hostName: String
    /// The region stamp.
    public var stamp: RegionStamp
    /// The region's name.
    public var region: String
    /// Where it is in its life.
    public var state: EndpointState
    /// When it became or becomes active.
    public var effective: Timestamp
    /// When it is taken off the list; `null` until it is drained.
    public var retires: Timestamp?
    /// Declared addresses, in CIDR form.
    public var ips: [String]
    /// Words of a person.
    public var notes: String?
    /// Changes with every change of the resource.
    public var etag: String

    /// All members, in order.
    public init(
        id: Int,
        url: String,
        hostName: String,
        stamp: RegionStamp,
        region: String,
        state: EndpointState,
        effective: Timestamp,
        retires: Timestamp?,
        ips: [String],
        notes: String?,
        etag: String
    ) {
        self.id = id
        self.url = url
        self.hostName = hostName
        self.stamp = stamp
        self.region = region
        self.state = state
        self.effective = effective
        self.retires = retires
        self.ips = ips
        self.notes = notes
        self.etag = etag
    }
}

/// The life of an endpoint, in this order; no step is skipped but by `force`.
public enum EndpointState: String, Codable, CaseIterable, Sendable {
    /// Announced: on the list, takes no streams yet.
    case upcoming
    case active
    /// Keeps its streams and takes no new ones.
    case draining
    /// Off the list.
    case retired
}

/// The body of `POST /v1/hubs/{hub}/endpoints`.
public struct EndpointCreation: Codable, Equatable, Sendable {
    /// The region stamp, such as `local-002`.
    public var stamp: RegionStamp
    /// Declared addresses, in CIDR form.
    public var ips: [String]?
    /// Words of a person.
    public var notes: String?
    /// When it becomes active; after the notice period (30 days) where absent.
    public var effective: Timestamp?
    /// Skips the notice period; is logged.
    public var force: Bool?

    /// All members, in order.
    public init(
        stamp: RegionStamp,
        ips: [String]? = nil,
        notes: String? = nil,
        effective: Timestamp? = nil,
        force: Bool? = nil
    ) {
        self.stamp = stamp
        self.ips = ips
        self.notes = notes
        self.effective = effective
        self.force = force
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case stamp, ips, notes, effective, force }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        stamp = try container.decode(RegionStamp.self, forKey: .stamp)
        ips = try container.decodeIfPresent([String].self, forKey: .ips)
        notes = try container.decodeIfPresent(String.self, forKey: .notes)
        effective = try container.decodeIfPresent(Timestamp.self, forKey: .effective)
        force = try container.decodeIfPresent(Bool.self, forKey: .force)
    }
}

/// The body of `PATCH /v1/hubs/{hub}/endpoints/{id}`: a merge patch (RFC 7396).
public struct EndpointPatch: Codable, Equatable, Sendable {
    /// Declared addresses, in CIDR form.
    public var ips: [String]?
    /// Words of a person.
    public var notes: PatchField<String> = .unchanged

    /// All members, in order.
    public init(ips: [String]? = nil, notes: PatchField<String> = .unchanged) {
        self.ips = ips
        self.notes = notes
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case ips, notes }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        ips = try container.decodeIfPresent([String].self, forKey: .ips)
        notes = try container.patch(String.self, .notes)
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(ips, forKey: .ips)
        try container.encodePatch(notes, .notes)
    }
}

/// The body of `POST …/endpoints/{id}/drain` and `…/retire`.
public struct EndpointTransition: Codable, Equatable, Sendable {
    /// Drain only: when the endpoint is taken off the list; after the notice period where absent.
    public var retires: Timestamp?
    /// Retire only: although it has not been drained, or its date has not come.
    public var force: Bool?

    /// All members, in order.
    public init(retires: Timestamp? = nil, force: Bool? = nil) {
        self.retires = retires
        self.force = force
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case retires, force }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        retires = try container.decodeIfPresent(Timestamp.self, forKey: .retires)
        force = try container.decodeIfPresent(Bool.self, forKey: .force)
    }
}
