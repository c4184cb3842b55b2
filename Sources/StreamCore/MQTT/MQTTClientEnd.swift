/// Why a client's session ended.
package enum MQTTClientEnd: Equatable, Sendable {
    /// The server refused the login with this return code.
    case refused(MQTTRefusal)
    /// No answer to CONNECT, SUBSCRIBE, PUBLISH or a ping.
    case noAnswer
    /// Bytes that are no packet of a server.
    case malformed(MQTTDecodeError)
    /// A packet in the wrong place.
    case unexpectedPacket(MQTTPacketKind)
    /// The client said good-bye.
    case disconnected
}

/// Why a client's packet is not sent.
package enum MQTTClientProblem: Error, Equatable, Sendable {
    /// Before CONNACK, or after the end.
    case notConnected
    /// As many answers as the limit allows are outstanding.
    case tooManyInFlight
}
