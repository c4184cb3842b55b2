package import HubModel

/// The device registry.
extension HubRequest {
    package static func listDevices(_ hub: HubName, _ filter: DeviceFilter, top: Int?) -> HubRequest {
        HubRequest(
            .get,
            "hubs",
            hub.text,
            "devices",
            query: [
                "status": filter.status?.rawValue,
                "connectionState": filter.connectionState?.rawValue,
                "tag": filter.tag?.text,
                "prefix": filter.prefix,
                "$top": top.map(String.init),
            ]
        )
    }

    package static func createDevice(_ hub: HubName, _ creation: DeviceCreation) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "devices").sending(creation)
    }

    package static func showDevice(_ hub: HubName, _ device: DeviceID) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "devices", device.text)
    }

    package static func updateDevice(
        _ hub: HubName,
        _ device: DeviceID,
        _ patch: DevicePatch
    ) throws(HubError) -> HubRequest {
        try HubRequest(.patch, "hubs", hub.text, "devices", device.text).sending(patch)
    }

    package static func deleteDevice(_ hub: HubName, _ device: DeviceID) -> HubRequest {
        HubRequest(.delete, "hubs", hub.text, "devices", device.text)
    }

    /// Its body is streamed: lines of `DeviceCreation`.
    package static func importDevices(_ hub: HubName, mode: ImportMode) -> HubRequest {
        var request = HubRequest(.post, "hubs", hub.text, "deviceImport", query: ["mode": mode.rawValue])
        request.contentType = "application/x-ndjson"
        return request
    }

    /// Its answer is streamed: lines of `DeviceCreation`.
    package static func exportDevices(_ hub: HubName, withKeys: Bool) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "deviceExport", query: ["withKeys": String(withKeys)])
    }
}
