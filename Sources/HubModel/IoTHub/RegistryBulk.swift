/// One line of a bulk change of the registry (`POST /devices`).
package struct RegistryBulkItem: Decodable, Equatable, Sendable {
    package enum Mode: String, Decodable, CaseIterable, Sendable {
        case create, update, updateIfMatchETag, createOrUpdate, createOrUpdateIfMatchETag, delete, deleteIfMatchETag
        case updateTwin, updateTwinIfMatchETag
    }

    /// The most lines of one request, as in IoT Hub.
    package static let maximumCount = 100

    package var id: DeviceID
    package var moduleId: ModuleID?
    package var importMode: Mode
    package var eTag: String?
    package var twinETag: String?
    package var status: DeviceStatus?
    package var statusReason: String?
    /// Only of a module.
    package var managedBy: String?
    package var authentication: RegistryAuthenticationRequest?
    package var capabilities: RegistryCapabilities?
    package var tags: JSONObject?
    package var properties: Properties?

    package struct Properties: Decodable, Equatable, Sendable {
        package var desired: JSONObject?
    }

    /// Throws `ArgumentInvalid` for what no device here can be.
    package func check() throws(HubError) { try RegistryDeviceRequest.checkPlain(capabilities) }

    /// The device that the line describes.
    package func creation() throws(HubError) -> DeviceCreation {
        DeviceCreation(
            deviceId: id,
            status: status,
            statusReason: statusReason,
            authentication: try authentication?.request
        )
    }

    /// What the line writes to the twin; `nil` where it says nothing of it.
    package var twin: TwinUpdate? {
        tags == nil && properties?.desired == nil ? nil : TwinUpdate(tags: tags, desired: properties?.desired)
    }
}

/// What came of a bulk change: 200 where all was done, and 400 with the same body where something was not.
package struct RegistryBulkReport: Encodable, Equatable, Sendable {
    package struct Failure: Encodable, Equatable, Sendable {
        package var deviceId: DeviceID
        package var moduleId: ModuleID?
        package var errorCode: String
        package var errorStatus: String
        package var operation: String

        package init(_ item: RegistryBulkItem, _ error: HubError) {
            deviceId = item.id
            moduleId = item.moduleId
            errorCode = error.code.rawValue
            errorStatus = error.message
            operation = item.importMode.rawValue
        }
    }

    package var isSuccessful: Bool
    package var errors: [Failure]
    /// Nothing here is done and warned of.
    package var warnings: [Failure] = []

    package init(errors: [Failure]) {
        isSuccessful = errors.isEmpty
        self.errors = errors
    }
}

/// `GET /statistics/service`.
package struct ServiceStatistics: Codable, Equatable, Sendable {
    package var connectedDeviceCount: Int

    package init(connected: Int) { connectedDeviceCount = connected }
}
