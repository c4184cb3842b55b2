package import HubModel

/// A message that the hub publishes to a device.
package struct DevicePublish: Equatable, Sendable {
    package let topic: String
    package let payload: [UInt8]

    package init(topic: String, payload: [UInt8] = []) {
        self.topic = topic
        self.payload = payload
    }

    /// The request of a direct method; the device answers to `$iothub/methods/res/<status>/?$rid=<id>`.
    package static func method(_ name: MethodName, _ id: RequestID, payload: [UInt8]) -> DevicePublish {
        DevicePublish(topic: "$iothub/methods/POST/\(name.text)/?$rid=\(id.text)", payload: payload)
    }
}
