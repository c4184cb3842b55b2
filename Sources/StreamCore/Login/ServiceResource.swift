package import HubModel

/// What a service asks the hub for, as the paths of its API name it.
package enum ServiceResource: Equatable, Sendable {
    /// `/devices`.
    case registry
    /// `/devices/query`.
    case query
    /// `/statistics/…`.
    case statistics
    /// `/devices/{id}`, or a module below it.
    case identity(DeviceIdentity)
    /// `/devices/{id}/modules`.
    case modules(of: DeviceID)
    /// `/twins/{id}`, or a module below it, with its methods and streams.
    case twin(DeviceIdentity)
}
