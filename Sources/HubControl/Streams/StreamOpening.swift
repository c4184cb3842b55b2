import HubModel
import StreamCore

/// A stream that somebody who may asks for.
struct StreamOpening: Sendable {
    let hub: HubName
    let hubID: Int64
    let identity: DeviceIdentity
    let name: StreamName
    let service: ServiceName?
    /// Whether an acceptance must name the service.
    let confirmsService: Bool
    let reason: String?
    /// Whether the service carries half-closes.
    let halfClose: Bool
    let timeouts: StreamTimeouts
    /// How long to wait for a device that is not connected, or does not listen.
    let waitOnline: Duration
    /// Chosen by the caller, who may then ask again; `nil` for a new one.
    let id: StreamID?
    let caller: StreamCaller
    let address: String
    let trackingID: String
    /// The trace that the caller named.
    let trace: TraceContext?

    /// Whether this asks for what another request asked for.
    func repeats(_ other: StreamOpening) -> Bool {
        identity == other.identity && name == other.name && service == other.service
            && halfClose == other.halfClose && caller.limitKey == other.caller.limitKey
    }
}

/// What a service hears of its request.
enum StreamReply: Sendable {
    case accepted(StreamGrant)
    case rejected(StreamRejection, url: StreamURL)
    case failed(HubError)
}
