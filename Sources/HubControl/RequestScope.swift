package import HubModel

/// The request that the present task works for.
///
/// It goes with the task and those that it starts, so that every line of the server's log that a request causes bears
/// its ids, wherever it is written.
package struct RequestScope: Sendable {
    @TaskLocal package static var current: RequestScope?

    /// The tracking id: `x-ms-request-id` of the response.
    package let requestID: String
    /// The trace that the caller named.
    package let trace: TraceContext?

    package init(requestID: String, trace: TraceContext? = nil) {
        self.requestID = requestID
        self.trace = trace
    }
}
