import HubModel

/// One of the APIs that this server shows: its routes, and how it tells errors.
///
/// What is wrong with a path is told by the face that has routes below its first segment.
struct Face: Sendable {
    let routes: [Route]
    /// The one place where errors become responses of this API.
    let tell: @Sendable (Failure) -> Reply
}

/// An error on its way to the client.
struct Failure: Sendable {
    let error: HubError
    /// The methods that the resource has, where the error is that it has no other.
    var allow: String?
    /// The request's id.
    let trackingID: String
    let now: Timestamp
}
