/// What only some records of the activity log have.
public struct ActivityProperties: Codable, Equatable, Sendable {
    /// The device.
    public var deviceId: DeviceID?
    /// The module of the device, where one was meant.
    public var moduleId: ModuleID?
    /// The stream; none where a request came to nothing before there was one.
    public var streamId: StreamID?
    /// The name that the service gave it.
    public var streamName: StreamName?
    /// What the service asked the agent for.
    public var service: ServiceName?
    /// `c2d`, as in the original records.
    public var direction: String?
    /// The policy or API token that asked.
    public var caller: String?
    /// Where the request or connection came from.
    public var callerAddress: String?
    /// Why the service asked; free text of a person.
    public var reason: String?
    /// The host of the streaming endpoint.
    public var endpoint: String?
    /// What the handshake waited for where it failed.
    public var stage: StreamStage?
    /// The HTTP status of the answer.
    public var statusCode: Int?
    /// Payload that the device sent.
    public var bytesFromDevice: Int64?
    /// Payload that the service sent.
    public var bytesFromService: Int64?
    /// Why a stream ended, in words.
    public var closeReason: String?
    /// The id of the request: the same in every record of a stream, in the answer and in the close reason.
    public var trackingId: String?
    /// Of the trace that the caller named (W3C Trace Context).
    public var traceId: TraceID?
    /// How a device is connected.
    public var transport: DeviceTransport?
    /// What a checkpoint signs.
    public var checkpoint: LogCheckpoint?
    /// How many records were dropped.
    public var count: Int?
    /// Of which category they were: `DeviceStreams`, `Connections` or `LogIntegrity`.
    public var droppedCategory: String?

    /// Nothing but the device.
    package init(device: DeviceID? = nil, module: ModuleID? = nil) {
        deviceId = device
        moduleId = module
    }
}
