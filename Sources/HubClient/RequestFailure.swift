package import HubModel

/// Why a request brought no answer, or which error was the answer.
package struct RequestFailure: Error, Equatable, Sendable {
    package var error: HubError
    /// The server's id of the request; `nil` when no server answered.
    package var trackingID: String?
    /// The error body as the server sent it, when it was one.
    package var body: [UInt8]?

    package init(_ error: HubError, trackingID: String? = nil, body: [UInt8]? = nil) {
        self.error = error
        self.trackingID = trackingID
        self.body = body
    }
}
