/// What a hub publishes to a device about its twin; with QoS 0, which every SDK can take.
///
/// C# reads its twin right after connecting; without an answer it would wait, and in the end give up.
package enum TwinAnswer {
    /// The answer to `DeviceTopic.twinRead`: the properties, desired and reported, with their versions.
    package static func document(_ id: RequestID, _ document: [UInt8]) -> DevicePublish {
        DevicePublish(topic: "$iothub/twin/res/200/?$rid=" + id.text, payload: document)
    }

    /// The answer to `DeviceTopic.twinReport`: stored, and of this version now.
    package static func reported(_ id: RequestID, version: Int64) -> DevicePublish {
        DevicePublish(topic: "$iothub/twin/res/204/?$rid=\(id.text)&$version=\(version)")
    }

    /// The answer to a request that could not be done; IoT Hub knows 400, 404, 429 and 500 and above.
    package static func refused(_ id: RequestID, status: Int) -> DevicePublish {
        DevicePublish(topic: "$iothub/twin/res/\(status)/?$rid=" + id.text)
    }

    /// Desired properties that were changed, as a merge patch.
    package static func desired(_ patch: [UInt8], version: Int64) -> DevicePublish {
        DevicePublish(topic: "$iothub/twin/PATCH/properties/desired/?$version=\(version)", payload: patch)
    }
}
