package import HubModel

/// A module of a device as it is stored, without its keys.
package struct ModuleRow: Equatable, Sendable {
    package var deviceID: DeviceID
    package var moduleID: ModuleID
    package var generationID: String
    package var etag: String
    /// Who says that it looks after it; nothing hangs on it.
    package var managedBy: String?
    package var authentication: DeviceAuthentication
    package var tags: JSONObject
    package var twinETag: String
    package var twinVersion: Int64
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        deviceID: DeviceID,
        moduleID: ModuleID,
        generationID: String,
        etag: String,
        managedBy: String?,
        authentication: DeviceAuthentication,
        tags: JSONObject = [:],
        twinETag: String,
        twinVersion: Int64 = 1,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.deviceID = deviceID
        self.moduleID = moduleID
        self.generationID = generationID
        self.etag = etag
        self.managedBy = managedBy
        self.authentication = authentication
        self.tags = tags
        self.twinETag = twinETag
        self.twinVersion = twinVersion
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
