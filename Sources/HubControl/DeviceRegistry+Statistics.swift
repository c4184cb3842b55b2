package import HubModel
import HubStore

extension DeviceRegistry {
    /// How many devices the hub has, and how many of them may connect.
    package func statistics(_ caller: Caller, _ hub: HubName) async throws(HubError) -> DeviceStatistics {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        return try await hubs.store.read { (reading) throws(HubError) in
            guard let row = try reading.hub(hub) else { throw HubError.noHub(hub) }
            let disabled = try reading.deviceCount(hub: id, .disabled)
            return DeviceStatistics(
                totalDeviceCount: row.deviceCount,
                enabledDeviceCount: row.deviceCount - disabled,
                disabledDeviceCount: disabled
            )
        }
    }
}

/// Devices by status, under the names that IoT Hub gives them.
package struct DeviceStatistics: Codable, Equatable, Sendable {
    package var totalDeviceCount: Int
    package var enabledDeviceCount: Int
    package var disabledDeviceCount: Int
}
