/// What became of a sample that was sent to a setting's destination.
public struct DiagnosticTestResult: Codable, Equatable, Sendable {
    /// Whether the destination took it.
    public var succeeded: Bool
    /// The HTTP status that a webhook answered; `nil` where there was none.
    public var status: Int?
    /// How long it took, in milliseconds.
    public var durationMs: Int64
    /// What happened; a whole sentence, and nothing of what the peer sent.
    public var message: String

    /// All members, in order.
    public init(succeeded: Bool, status: Int?, durationMs: Int64, message: String) {
        self.succeeded = succeeded
        self.status = status
        self.durationMs = durationMs
        self.message = message
    }
}
