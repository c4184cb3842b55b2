public import HubModel

/// What else may be said when a stream is opened.
public struct StreamOptions: Equatable, Sendable {
    /// The module of the device, where a module is meant.
    public var module: ModuleID?
    /// Why; free text for the device and the log, 256 bytes of UTF-8 at most.
    public var reason: String?
    /// How long to wait for a device that is not connected; an hour at most.
    public var waitOnline: Duration
    /// Whether an acceptance that does not confirm the service will do.
    public var acceptsAnyService: Bool
    /// The trace that the stream belongs to; `nil` for none.
    public var trace: TraceContext?

    /// No module, no reason, no wait, the service must be confirmed, and no trace, where nothing else is said.
    public init(
        module: ModuleID? = nil,
        reason: String? = nil,
        waitOnline: Duration = .zero,
        acceptsAnyService: Bool = false,
        trace: TraceContext? = nil
    ) {
        self.module = module
        self.reason = reason
        self.waitOnline = waitOnline
        self.acceptsAnyService = acceptsAnyService
        self.trace = trace
    }
}
