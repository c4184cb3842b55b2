/// A stream as the REST API shows it: one that lives, or that ended not long ago.
public struct StreamResource: Codable, Equatable, Sendable {
    /// The stream.
    public var streamId: StreamID
    /// The name that the service gave it.
    public var streamName: StreamName
    /// The device.
    public var deviceId: DeviceID
    /// The module of the device, where one was meant.
    public var moduleId: ModuleID?
    /// What the service asked the agent for.
    public var service: ServiceName?
    /// Why the service asked; free text of a person.
    public var reason: String?
    /// Where it is in its life.
    public var state: StreamState
    /// What the handshake waits for; what it waited for where it failed.
    public var stage: StreamStage?
    /// When that stage fails unless it is done; absent where nothing is waited for.
    public var stageEndsAt: Timestamp?
    /// The policy or API token that opened it.
    public var caller: String
    /// Where the request came from.
    public var callerAddress: String
    /// The https URL of the streaming endpoint.
    public var endpoint: String?
    /// When it was asked for.
    public var openedAt: Timestamp
    /// When the device accepted.
    public var acceptedAt: Timestamp?
    /// When both sides were on the gateway.
    public var establishedAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?
    /// Payload bytes, each way.
    public var bytes: StreamTraffic
    /// Whole milliseconds from the request to the end, or until now.
    public var durationMs: Int64
    /// The catalogue's code where it failed or was closed.
    public var resultCode: String?
    /// Why it ended, in words.
    public var closeReason: String?
    /// The request's id: the same in every record of this stream.
    public var trackingId: String

    /// All members, in order.
    public init(
        streamId: StreamID,
        streamName: StreamName,
        deviceId: DeviceID,
        moduleId: ModuleID?,
        service: ServiceName?,
        reason: String?,
        state: StreamState,
        stage: StreamStage?,
        stageEndsAt: Timestamp? = nil,
        caller: String,
        callerAddress: String,
        endpoint: String?,
        openedAt: Timestamp,
        acceptedAt: Timestamp?,
        establishedAt: Timestamp?,
        endedAt: Timestamp?,
        bytes: StreamTraffic,
        durationMs: Int64,
        resultCode: String?,
        closeReason: String?,
        trackingId: String
    ) {
        self.streamId = streamId
        self.streamName = streamName
        self.deviceId = deviceId
        self.moduleId = moduleId
        self.service = service
        self.reason = reason
        self.state = state
        self.stage = stage
        self.stageEndsAt = stageEndsAt
        self.caller = caller
        self.callerAddress = callerAddress
        self.endpoint = endpoint
        self.openedAt = openedAt
        self.acceptedAt = acceptedAt
        self.establishedAt = establishedAt
        self.endedAt = endedAt
        self.bytes = bytes
        self.durationMs = durationMs
        self.resultCode = resultCode
        self.closeReason = closeReason
        self.trackingId = trackingId
    }
}

/// How far a stream has come.
public enum StreamState: String, Codable, CaseIterable, Sendable {
    /// The device is looked up, or waited for.
    case requested
    /// The device has the request.
    case delivered
    /// The device accepted; the sides are on their way to the gateway.
    case accepted
    case established
    /// It was rejected, failed, or closed.
    case ended
}

/// What a list of streams is narrowed to; all that are given must hold.
public struct StreamFilter: Equatable, Sendable {
    /// Where it is in its life.
    public var state: StreamState?
    /// The device.
    public var device: DeviceID?

    /// All members, in order.
    public init(state: StreamState? = nil, device: DeviceID? = nil) {
        self.state = state
        self.device = device
    }
}

/// The body of `POST /v1/hubs/{hub}/devices/{id}/streams`.
public struct StreamCreation: Codable, Equatable, Sendable {
    /// `session` where absent.
    public var streamName: StreamName?
    /// The id that the caller chooses; the same request may then be repeated, and is made once.
    public var streamId: StreamID?
    /// The module of the device, where one was meant.
    public var moduleId: ModuleID?
    /// What the service asks the agent for.
    public var service: ServiceName?
    /// Whether an acceptance that does not confirm the service will do, as SDKs send it.
    public var anyService: Bool?
    /// Why the service asks; free text of a person.
    public var reason: String?
    /// How long to wait for a device that is not connected; 0 to 3600, 0 where absent.
    public var waitOnlineSeconds: Double?
    /// 0 to 60; 60 where absent.
    public var connectTimeoutSeconds: Double?
    /// 0 to 60; 60 where absent.
    public var responseTimeoutSeconds: Double?
    /// Whether the caller carries half-closes: it sends and understands a text message `fin` at the end of its data.
    public var halfClose: Bool?

    package static let standardName = StreamName(checked: "session")
    /// An hour: longer than a device sleeps between calls home, short enough for an HTTP request.
    package static let maximumWait = 3600.0
    /// The whole handshake.
    package static let maximumTimeout = 60.0
    /// A sentence or two.
    package static let maximumReasonBytes = 256

    /// All members, in order.
    public init(
        streamName: StreamName? = nil,
        streamId: StreamID? = nil,
        moduleId: ModuleID? = nil,
        service: ServiceName? = nil,
        anyService: Bool? = nil,
        reason: String? = nil,
        waitOnlineSeconds: Double? = nil,
        connectTimeoutSeconds: Double? = nil,
        responseTimeoutSeconds: Double? = nil,
        halfClose: Bool? = nil
    ) {
        self.streamName = streamName
        self.streamId = streamId
        self.moduleId = moduleId
        self.service = service
        self.anyService = anyService
        self.reason = reason
        self.waitOnlineSeconds = waitOnlineSeconds
        self.connectTimeoutSeconds = connectTimeoutSeconds
        self.responseTimeoutSeconds = responseTimeoutSeconds
        self.halfClose = halfClose
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case streamName, streamId, moduleId, service, anyService, reason, waitOnlineSeconds, connectTimeoutSeconds
        case responseTimeoutSeconds, halfClose
    }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func seconds(_ key: CodingKeys, upTo maximum: Double) throws -> Double? {
            guard let value = try container.decodeIfPresent(Double.self, forKey: key) else { return nil }
            guard (0...maximum).contains(value) else {
                throw BodyError.invalidValue(
                    path: BodyError.path(container.codingPath + [key]),
                    problem: "\(value) is not within 0 and \(Int(maximum)) seconds"
                )
            }
            return value
        }
        streamName = try container.decodeIfPresent(StreamName.self, forKey: .streamName)
        streamId = try container.decodeIfPresent(StreamID.self, forKey: .streamId)
        moduleId = try container.decodeIfPresent(ModuleID.self, forKey: .moduleId)
        service = try container.decodeIfPresent(ServiceName.self, forKey: .service)
        anyService = try container.decodeIfPresent(Bool.self, forKey: .anyService)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        if let reason, reason.utf8.count > Self.maximumReasonBytes {
            throw BodyError.invalidValue(
                path: BodyError.path(container.codingPath + [CodingKeys.reason]),
                problem: "a reason has at most \(Self.maximumReasonBytes) bytes of UTF-8"
            )
        }
        waitOnlineSeconds = try seconds(.waitOnlineSeconds, upTo: Self.maximumWait)
        connectTimeoutSeconds = try seconds(.connectTimeoutSeconds, upTo: Self.maximumTimeout)
        responseTimeoutSeconds = try seconds(.responseTimeoutSeconds, upTo: Self.maximumTimeout)
        halfClose = try container.decodeIfPresent(Bool.self, forKey: .halfClose)
    }
}

/// The answer to it: where the service goes on, and with what.
public struct StreamGrant: Codable, Equatable, Sendable {
    /// The stream.
    public var streamId: StreamID
    /// The name that the service gave it.
    public var streamName: StreamName
    /// The device.
    public var deviceId: DeviceID
    /// The module of the device, where one was meant.
    public var moduleId: ModuleID?
    /// The service that the device confirmed.
    public var service: ServiceName?
    /// `wss://host:port/path`.
    public var url: String
    /// For `Authorization: Bearer …`; good once, until `expiresAt`.
    public var token: String
    /// Until when it is good.
    public var expiresAt: Timestamp
    /// The hub's id of the request.
    public var trackingId: String
    /// `true` where caller and device both carry half-closes; absent otherwise.
    public var halfClose: Bool?

    /// All members, in order.
    public init(
        streamId: StreamID,
        streamName: StreamName,
        deviceId: DeviceID,
        moduleId: ModuleID?,
        service: ServiceName?,
        url: String,
        token: String,
        expiresAt: Timestamp,
        trackingId: String
    ) {
        self.streamId = streamId
        self.streamName = streamName
        self.deviceId = deviceId
        self.moduleId = moduleId
        self.service = service
        self.url = url
        self.token = token
        self.expiresAt = expiresAt
        self.trackingId = trackingId
    }
}

/// The body of `POST /v1/hubs/{hub}/streams/{id}/close`.
public struct StreamClosing: Codable, Equatable, Sendable {
    /// Why; kept in the record of the stream. Both sides are told the code alone.
    public var reason: String?

    /// All members, in order.
    public init(reason: String? = nil) { self.reason = reason }

    enum CodingKeys: String, CodingKey, CaseIterable { case reason }

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        reason = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .reason)
        if let reason, reason.utf8.count > StreamCreation.maximumReasonBytes {
            throw BodyError.invalidValue(
                path: "reason",
                problem: "a reason has at most \(StreamCreation.maximumReasonBytes) bytes of UTF-8"
            )
        }
    }
}
