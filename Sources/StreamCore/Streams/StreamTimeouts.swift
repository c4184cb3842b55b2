/// How long the parts of a handshake may take; none of them reaches beyond the one deadline over all.
package struct StreamTimeouts: Equatable, Sendable {
    /// The whole handshake, from the service's request until both are on the gateway.
    ///
    /// 60 s in the overview of IoT Hub's device streams, and what the C# SDK asks for.
    package static let handshake = Duration.seconds(60)

    /// For finding the device and bringing the request to it; again for both sides to join after the answer.
    package let connect: Duration
    /// For the device's answer, from the delivery.
    package let response: Duration

    /// Takes what the service asked for; longer than 60 s, or nothing, is 60 s, and less than nothing is nothing.
    package init(connect: Duration? = nil, response: Duration? = nil) {
        self.connect = Self.clamped(connect)
        self.response = Self.clamped(response)
    }

    private static func clamped(_ asked: Duration?) -> Duration {
        guard let asked else { return handshake }
        return max(.zero, min(asked, handshake))
    }
}
