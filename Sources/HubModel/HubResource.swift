/// A hub as the REST API shows it.
package struct HubResource: Codable, Equatable, Sendable {
    package struct Properties: Codable, Equatable, Sendable {
        /// Host name of the main endpoint, with the public port where that is not 443.
        package var hostName: String
        /// Absent where the hub's region has no device streams.
        package var deviceStreams: DeviceStreams?
        package var state: HubState
        package var limits: HubLimits
        /// Addresses that the operator declares for the main endpoint, in CIDR form.
        package var ips: [String]

        package init(
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

    package var name: HubName
    /// The region's name.
    package var location: String
    package var resourceGroup: String
    package var tags: Tags
    package var etag: String
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    package var properties: Properties

    package init(
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
package struct DeviceStreams: Codable, Equatable, Sendable {
    /// The https URLs of the active endpoints.
    package var streamingEndpoints: [String]

    package init(streamingEndpoints: [String]) { self.streamingEndpoints = streamingEndpoints }
}

/// What a hub is doing; the words are those of `IotHubDescription`.
package enum HubState: String, Codable, Sendable {
    case active = "Active"
    case deleting = "Deleting"
}

/// The limits of one hub.
///
/// `null` means unlimited but for what protects the server.
package struct HubLimits: Codable, Equatable, Sendable {
    package var newStreamsPerSecond: Int?
    package var concurrentStreams: Int?
    package var bytesPerDay: Int?
    package var devices: Int?
    package var connections: Int?
    /// For the streams of each device.
    package var perDevice: StreamLimits
    /// For the streams that each policy or API token opens.
    package var perCaller: StreamLimits

    /// Enough for a site's operators, too little for one runaway script to fill a gateway.
    package static let standard = HubLimits(newStreamsPerSecond: 20, concurrentStreams: 500)

    package init(
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

    package init(from decoder: any Decoder) throws {
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
    package func encode(to encoder: any Encoder) throws {
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
package struct HubLimitsPatch: Codable, Equatable, Sendable {
    package var newStreamsPerSecond: PatchField<Int> = .unchanged
    package var concurrentStreams: PatchField<Int> = .unchanged
    package var bytesPerDay: PatchField<Int> = .unchanged
    package var devices: PatchField<Int> = .unchanged
    package var connections: PatchField<Int> = .unchanged
    package var perDevice: StreamLimitsPatch?
    package var perCaller: StreamLimitsPatch?

    package init() {}

    package init(from decoder: any Decoder) throws {
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

    package func encode(to encoder: any Encoder) throws {
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
