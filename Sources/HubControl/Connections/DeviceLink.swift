package import HubModel
package import StreamCore

/// A device connection, numbered and never again in the same run.
package struct DeviceConnectionID: Hashable, Sendable {
    package let number: UInt64

    package init(number: UInt64) { self.number = number }
}

/// A device that was let in.
package struct DeviceConnection: Equatable, Sendable {
    package let id: DeviceConnectionID
    package let hub: HubName
    package let identity: DeviceIdentity
    /// When its credential ends, and the connection with it; `nil` for one without end.
    package let endsAt: Timestamp?
}

/// What the hub asks of a device connection; all may be called from anywhere, at any time, also after its end.
package struct DeviceLink: Sendable {
    /// Publishes a stream request, and tells once what came of it: when it is handed to the socket, or cannot be.
    package let deliver: @Sendable (StreamRequestTopic, _ done: @escaping @Sendable (DeviceDelivery) -> Void) -> Void
    /// Publishes a message, and tells once what came of it; messages leave in the order of the calls.
    package let publish: @Sendable (DevicePublish, _ done: @escaping @Sendable (DeviceDelivery) -> Void) -> Void
    /// Ends the connection; returns at once.
    package let end: @Sendable (MQTTCloseReason) -> Void

    package init(
        deliver: @escaping @Sendable (StreamRequestTopic, @escaping @Sendable (DeviceDelivery) -> Void) -> Void,
        publish: @escaping @Sendable (DevicePublish, @escaping @Sendable (DeviceDelivery) -> Void) -> Void,
        end: @escaping @Sendable (MQTTCloseReason) -> Void
    ) {
        self.deliver = deliver
        self.publish = publish
        self.end = end
    }
}

/// What came of a message to a device.
package enum DeviceDelivery: Equatable, Sendable {
    case written
    /// The device has not subscribed to such requests.
    case notListening
    /// The connection has ended, or could not take it.
    case gone
}
