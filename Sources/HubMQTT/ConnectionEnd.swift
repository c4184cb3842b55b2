import StreamCore

/// How far a connection is on its way out.
enum ConnectionEnd: Equatable {
    case notYet
    /// The session is over; `nil` where the connection broke.
    case over(MQTTCloseReason?)
    /// And the connection is being closed.
    case closing(MQTTCloseReason?)

    var reason: MQTTCloseReason? {
        switch self {
        case .notYet: nil
        case .over(let reason), .closing(let reason): reason
        }
    }
}
