import HubModel

/// One of the APIs that this server shows: its routes, and how it tells errors.
///
/// What is wrong with a path is told by the face that has routes below its first segment.
struct Face: Sendable {
    let routes: [Route]
    /// How its paths are read.
    var paths = PathForm.exact
    /// Whether its open routes, too, are for management names and main hosts only.
    var isKeptFromStreamingHosts = false
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

/// How the paths of an API are read.
enum PathForm: Sendable {
    /// As they are.
    case exact
    /// As Azure Resource Manager does it: the words of a route in any case, and several slashes as one.
    ///
    /// Its clients mix `resourceGroups` and `resourcegroups`, and `az resource show` sends `Microsoft.Devices//IotHubs`.
    case lenient
}
