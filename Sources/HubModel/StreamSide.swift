/// One of the two peers of a stream.
package enum StreamSide: String, Codable, CaseIterable, Sendable {
    /// The side that the hub asked.
    case device
    /// The side that asked for the stream.
    case service

    /// The peer.
    package var other: StreamSide {
        switch self {
        case .device: .service
        case .service: .device
        }
    }
}
