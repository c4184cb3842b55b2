/// How far a destination is with the records of its setting.
public struct DiagnosticDelivery: Codable, Equatable, Sendable {
    /// Records that the destination took, since the setting was made.
    public var delivered: Int64
    /// Records that the destination never gets, since the setting was made: the log did not take them in, let them go
    /// before they were delivered, or cannot read them any more.
    public var dropped: Int64
    /// When it last took some.
    public var lastDeliveredAt: Timestamp?
    /// When it last failed.
    public var lastFailedAt: Timestamp?
    /// Why it last failed; a whole sentence.
    public var lastError: String?

    /// All members, in order.
    public init(
        delivered: Int64 = 0,
        dropped: Int64 = 0,
        lastDeliveredAt: Timestamp? = nil,
        lastFailedAt: Timestamp? = nil,
        lastError: String? = nil
    ) {
        self.delivered = delivered
        self.dropped = dropped
        self.lastDeliveredAt = lastDeliveredAt
        self.lastFailedAt = lastFailedAt
        self.lastError = lastError
    }
}
