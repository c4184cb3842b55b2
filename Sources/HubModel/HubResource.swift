/// A hub as the REST API shows it.
public struct HubResource: Codable, Equatable, Sendable {
    /// What makes a hub what it is.
    public struct Properties: Codable, Equatable, Sendable {
        /// Host name of the main endpoint, with the public port where that is not 443.
        public var hostName: String
        /// Absent where the hub's region has no device streams.
        public var deviceStreams: DeviceStreams?
        /// Where it is in its life.
        public var state: HubState
        /// What it may take.
        public var limits: HubLimits
        /// Addresses that the operator declares for the main endpoint, in CIDR form.
        public var ips: [String]

        /// All members, in order.
        public init(
            hostName: String,
            deviceStreams: DeviceStreams?,
            state: HubState,
            limits: HubLimits,
            ips: [String]
        ) {
            self.hostName = hostName
            self.deviceStreams = deviceStreams
            self.state = state
            self.limits = limits
            self.ips = ips
        }
    }

    /// The name.
    public var name: HubName
    /// The region's name.
    public var location: String
    /// The resource group, for those who sort hubs by it.
    public var resourceGroup: String
    /// Names and values that people gave it.
    public var tags: Tags
    /// Changes with every change of the resource.
    public var etag: String
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed.
    public var updatedAt: Timestamp
    /// What makes the hub what it is.
    public var properties: Properties

    /// All members, in order.
    public init(
        name: HubName,
        location: String,
        resourceGroup: String,
        tags: Tags,
        etag: String,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        properties: Properties
    ) {
        self.name = name
        self.location = location
        self.resourceGroup = resourceGroup
        self.tags = tags
        self.etag = etag
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.properties = properties
    }
}

/// What `devicestream show` prints.
public struct DeviceStreams: Codable, Equatable, Sendable {
    /// The https URLs of the active endpoints.
    public var streamingEndpoints: [String]

    /// All members, in order.
    public init(streamingEndpoints: [String]) { self.streamingEndpoints = streamingEndpoints }
}

/// What a hub is doing; the words are those of `IotHubDescription`.
public enum HubState: String, Codable, Sendable {
    case active = "Active"
    case deleting = "Deleting"
}

/// The limits of one hub.
///
/// `null` means unlimited but for what protects the server.
public struct HubLimits: Codable, Equatable, Sendable {
    /// New streams in a second; `nil` for no limit.
    public var newStreamsPerSecond: Int?
    /// Streams at once; `nil` for no limit.
    public var concurrentStreams: Int?
    /// Bytes of all streams in a UTC day; `nil` for no limit.
    public var bytesPerDay: Int?
    /// Devices in the registry; `nil` for no limit.
    public var devices: Int?
    /// Connected devices at once; `nil` for no limit.
    public var connections: Int?
    /// For the streams of each device.
    public var perDevice: StreamLimits
    /// For the streams that each policy or API token opens.
    public var perCaller: StreamLimits

    /// Enough for a site's operators, too little for one runaway script to fill a gateway.
    package static let standard = HubLimits(newStreamsPerSecond: 20, concurrentStreams: 500)

    /// All members, in order.
    public init(
        newStreamsPerSecond: Int? = nil,
        concurrentStreams: Int? = nil,
        bytesPerDay: Int? = nil,
        devices: Int? = nil,
        connections: Int? = nil,
        perDevice: StreamLimits = StreamLimits(),
        perCaller: StreamLimits = StreamLimits()
    ) {
        self.newStreamsPerSecond = newStreamsPerSecond
        self.concurrentStreams = concurrentStreams
        self.bytesPerDay = bytesPerDay
        self.devices = devices
        self.connections = connections
        self.perDevice = perDevice
        self.perCaller = perCaller
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case newStreamsPerSecond, concurrentStreams, bytesPerDay, devices, connections, perDevice, perCaller
    }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        newStreamsPerSecond = try container.decodeIfPresent(Int.self, forKey: .newStreamsPerSecond)
        concurrentStreams = try container.decodeIfPresent(Int.self, forKey: .concurrentStreams)
        bytesPerDay = try container.decodeIfPresent(Int.self, forKey: .bytesPerDay)
        devices = try container.decodeIfPresent(Int.self, forKey: .devices)
        connections = try container.decodeIfPresent(Int.self, forKey: .connections)
        // Rows that an earlier version wrote have neither.
        perDevice = try container.decodeIfPresent(StreamLimits.self, forKey: .perDevice) ?? StreamLimits()
        perCaller = try container.decodeIfPresent(StreamLimits.self, forKey: .perCaller) ?? StreamLimits()
    }

    /// Writes every limit, `null` too: a reader sees what can be set.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(newStreamsPerSecond, forKey: .newStreamsPerSecond)
        try container.encode(concurrentStreams, forKey: .concurrentStreams)
        try container.encode(bytesPerDay, forKey: .bytesPerDay)
        try container.encode(devices, forKey: .devices)
        try container.encode(connections, forKey: .connections)
        try container.encode(perDevice, forKey: .perDevice)
        try container.encode(perCaller, forKey: .perCaller)
    }
}

/// Limits in a request: each absent, `null` (unlimited) or a number from 0.
public struct HubLimitsPatch: Codable, Equatable, Sendable {
    /// New streams in a second; `nil` for no limit.
    public var newStreamsPerSecond: PatchField<Int> = .unchanged
    /// Streams at once; `nil` for no limit.
    public var concurrentStreams: PatchField<Int> = .unchanged
    /// Bytes of all streams in a UTC day; `nil` for no limit.
    public var bytesPerDay: PatchField<Int> = .unchanged
    /// Devices in the registry; `nil` for no limit.
    public var devices: PatchField<Int> = .unchanged
    /// Connected devices at once; `nil` for no limit.
    public var connections: PatchField<Int> = .unchanged
    /// For the streams of each device.
    public var perDevice: StreamLimitsPatch?
    /// For the streams that each policy or API token opens.
    public var perCaller: StreamLimitsPatch?

    /// All members, in order.
    public init() {}

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: HubLimits.CodingKeys.self)
        let container = try decoder.container(keyedBy: HubLimits.CodingKeys.self)
        newStreamsPerSecond = try container.limit(.newStreamsPerSecond)
        concurrentStreams = try container.limit(.concurrentStreams)
        bytesPerDay = try container.limit(.bytesPerDay)
        devices = try container.limit(.devices)
        connections = try container.limit(.connections)
        perDevice = try container.decodeIfPresent(StreamLimitsPatch.self, forKey: .perDevice)
        perCaller = try container.decodeIfPresent(StreamLimitsPatch.self, forKey: .perCaller)
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: HubLimits.CodingKeys.self)
        try container.encodePatch(newStreamsPerSecond, .newStreamsPerSecond)
        try container.encodePatch(concurrentStreams, .concurrentStreams)
        try container.encodePatch(bytesPerDay, .bytesPerDay)
        try container.encodePatch(devices, .devices)
        try container.encodePatch(connections, .connections)
        try container.encodeIfPresent(perDevice, forKey: .perDevice)
        try container.encodeIfPresent(perCaller, forKey: .perCaller)
    }

    /// The limits after the patch.
    package func applied(to limits: HubLimits) -> HubLimits {
        HubLimits(
            newStreamsPerSecond: newStreamsPerSecond.applied(to: limits.newStreamsPerSecond),
            concurrentStreams: concurrentStreams.applied(to: limits.concurrentStreams),
            bytesPerDay: bytesPerDay.applied(to: limits.bytesPerDay),
            devices: devices.applied(to: limits.devices),
            connections: connections.applied(to: limits.connections),
            perDevice: perDevice?.applied(to: limits.perDevice) ?? limits.perDevice,
            perCaller: perCaller?.applied(to: limits.perCaller) ?? limits.perCaller
        )
    }
}
