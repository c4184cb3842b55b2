import HubModel

/// The topics on which a hub asks a device how it reaches the endpoints of the allowlist.
///
/// They are ours: the hub publishes the list to `$iothub/checks/POST/?$rid=<id>`, the device its report to
/// `$iothub/checks/res/<status>/?$rid=<id>`. Only agents of ours subscribe to them, and a device that has not subscribed
/// is never asked; so the hub knows who can report, and SDKs of IoT Hub see nothing of it.
package enum EndpointCheckTopic {
    /// The status of a report.
    package static let reported = 200
    /// The question could not be read.
    package static let notUnderstood = 400
    /// The device is at it already.
    package static let busy = 429

    /// What an agent subscribes to.
    package static let filter = "$iothub/checks/POST/#"

    package static func question(_ id: RequestID, payload: [UInt8]) -> DevicePublish {
        DevicePublish(topic: "$iothub/checks/POST/?$rid=\(id.text)", payload: payload)
    }

    package static func answer(_ id: RequestID, status: Int, payload: [UInt8] = []) -> DevicePublish {
        DevicePublish(topic: "$iothub/checks/res/\(status)/?$rid=\(id.text)", payload: payload)
    }

    /// The id of a question; `nil` for any other topic.
    package static func question(_ topic: String) -> RequestID? {
        let levels = DeviceIdentity.levels(of: topic)
        guard levels.count == 4, levels.starts(with: ["$iothub", "checks", "POST"]) else { return nil }
        return RequestID(inQuery: levels[3])
    }
}
