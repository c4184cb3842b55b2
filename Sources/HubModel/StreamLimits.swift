/// The limits of the streams of one device, or of one caller.
///
/// `null` means unlimited but for the limits of the hub.
public struct StreamLimits: Codable, Equatable, Sendable {
    /// New streams in a second; `nil` for no limit.
    public var newStreamsPerSecond: Int?
    /// Streams at once; `nil` for no limit.
    public var concurrentStreams: Int?
    /// Bytes of all streams in a UTC day; `nil` for no limit.
    public var bytesPerDay: Int?

    /// All members, in order.
    public init(newStreamsPerSecond: Int? = nil, concurrentStreams: Int? = nil, bytesPerDay: Int? = nil) {
        self.newStreamsPerSecond = newStreamsPerSecond
        self.concurrentStreams = concurrentStreams
        self.bytesPerDay = bytesPerDay
    }

    enum CodingKeys: String, CodingKey, CaseIterable { case newStreamsPerSecond, concurrentStreams, bytesPerDay }

    /// Writes every limit, `null` too: a reader sees what can be set.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(newStreamsPerSecond, forKey: .newStreamsPerSecond)
        try container.encode(concurrentStreams, forKey: .concurrentStreams)
        try container.encode(bytesPerDay, forKey: .bytesPerDay)
    }
}

/// Limits in a request: each absent, `null` (unlimited) or a number from 0.
public struct StreamLimitsPatch: Codable, Equatable, Sendable {
    /// New streams in a second; `nil` for no limit.
    public var newStreamsPerSecond: PatchField<Int> = .unchanged
    /// Streams at once; `nil` for no limit.
    public var concurrentStreams: PatchField<Int> = .unchanged
    /// Bytes of all streams in a UTC day; `nil` for no limit.
    public var bytesPerDay: PatchField<Int> = .unchanged

    /// All members, in order.
    public init() {}

    /// Reads it; an unknown member is an error.
    public init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: StreamLimits.CodingKeys.self)
        let container = try decoder.container(keyedBy: StreamLimits.CodingKeys.self)
        newStreamsPerSecond = try container.limit(.newStreamsPerSecond)
        concurrentStreams = try container.limit(.concurrentStreams)
        bytesPerDay = try container.limit(.bytesPerDay)
    }

    /// Writes it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: StreamLimits.CodingKeys.self)
        try container.encodePatch(newStreamsPerSecond, .newStreamsPerSecond)
        try container.encodePatch(concurrentStreams, .concurrentStreams)
        try container.encodePatch(bytesPerDay, .bytesPerDay)
    }

    /// The limits after the patch.
    package func applied(to limits: StreamLimits) -> StreamLimits {
        StreamLimits(
            newStreamsPerSecond: newStreamsPerSecond.applied(to: limits.newStreamsPerSecond),
            concurrentStreams: concurrentStreams.applied(to: limits.concurrentStreams),
            bytesPerDay: bytesPerDay.applied(to: limits.bytesPerDay)
        )
    }
}

extension KeyedDecodingContainer {
    /// Reads a limit of a merge patch, which is never below 0.
    func limit(_ key: Key) throws -> PatchField<Int> {
        let field = try patch(Int.self, key)
        if case .set(let value) = field, value < 0 {
            throw BodyError.invalidValue(path: BodyError.path(codingPath + [key]), problem: "\(value) is below 0")
        }
        return field
    }
}
