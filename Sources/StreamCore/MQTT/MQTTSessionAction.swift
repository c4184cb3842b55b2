package import HubModel

/// What the owner of a server session does next, in the order given.
package enum MQTTSessionAction: Equatable, Sendable {
    /// Judge the login, then call `authenticated` or `refused`; hand over no packet before.
    case authenticate(MQTTLogin)
    /// Encode and write the packet.
    case send(MQTTPacket)
    /// A publish of the client, already acknowledged; copy the payload to keep it.
    case deliver(MQTTPublish)
    /// The will of a client that ended without DISCONNECT (MQTT 3.1.1 §3.1.2.5).
    case deliverWill(MQTTConnect.Will)
    /// Call `expired` at this time; replaces the wake before it.
    case wake(at: Timestamp)
    /// Write what is queued, then close the connection; nothing follows.
    case close(MQTTCloseReason)
}

/// What came of a publish to the client.
package enum MQTTPublishAction: Equatable, Sendable {
    /// Encode and write the packet.
    case send(MQTTPacket)
    /// The client is not connected, or no longer.
    case notConnected
    /// No filter of the client matches the topic.
    case notSubscribed
    /// As many publishes as the limit allows wait for their acknowledgement.
    case tooManyInFlight
    /// Topic and payload exceed the packet limit.
    case tooLarge
}
