package import HubModel

/// A device as it is stored, without its keys.
package struct DeviceRow: Equatable, Sendable {
    package var deviceID: DeviceID
    package var generationID: String
    package var etag: String
    package var status: DeviceStatus
    package var statusReason: String?
    package var statusUpdatedAt: Timestamp
    package var connectionState: ConnectionState
    package var connectionStateUpdatedAt: Timestamp?
    package var lastActivityAt: Timestamp?
    package var authentication: DeviceAuthentication
    package var tags: Tags
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        deviceID: DeviceID,
        generationID: String,
        etag: String,
        status: DeviceStatus,
        statusReason: String?,
        statusUpdatedAt: Timestamp,
        connectionState: ConnectionState,
        connectionStateUpdatedAt: Timestamp?,
        lastActivityAt: Timestamp?,
        authentication: DeviceAuthentication,
        tags: Tags,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.deviceID = deviceID
        self.generationID = generationID
        self.etag = etag
        self.status = status
        self.statusReason = statusReason
        self.statusUpdatedAt = statusUpdatedAt
        self.connectionState = connectionState
        self.connectionStateUpdatedAt = connectionStateUpdatedAt
        self.lastActivityAt = lastActivityAt
        self.authentication = authentication
        self.tags = tags
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
