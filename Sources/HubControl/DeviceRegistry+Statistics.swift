package import HubModel
import HubStore

extension DeviceRegistry {
    /// How many devices the hub has, and how many of them may connect.
    package func statistics(_ caller: Caller, _ hub: HubName) async throws(HubError) -> DeviceStatistics {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        return try await hubs.store.read { (reading) throws(HubError) in try DeviceStatistics(reading, hub: id) }
    }
}

/// Devices by status, under the names that IoT Hub gives them.
package struct DeviceStatistics: Codable, Equatable, Sendable {
    package var totalDeviceCount: Int
    package var enabledDeviceCount: Int
    package var disabledDeviceCount: Int

    package init(enabled: Int, disabled: Int) {
        totalDeviceCount = enabled + disabled
        enabledDeviceCount = enabled
        disabledDeviceCount = disabled
    }

    init(_ reading: Reading, hub: Int64) throws(HubError) {
        self.init(
            enabled: try reading.countDevices(hub: hub, matching: DeviceFilter(status: .enabled)),
            disabled: try reading.countDevices(hub: hub, matching: DeviceFilter(status: .disabled))
        )
    }
}
