package import HubModel

/// A device as it is stored, without its keys.
package struct DeviceRow: Equatable, Sendable {
    package var deviceID: DeviceID
    package var generationID: String
    /// Changes with everything that the native API shows.
    package var etag: String
    /// Changes with the identity, and not with its tags.
    package var identityETag: String
    /// Changes with tags and desired properties.
    package var twinETag: String
    /// Grows with each change of the twin.
    package var twinVersion: Int64
    package var status: DeviceStatus
    package var statusReason: String?
    package var statusUpdatedAt: Timestamp
    package var connectionState: ConnectionState
    package var connectionStateUpdatedAt: Timestamp?
    package var lastActivityAt: Timestamp?
    package var authentication: DeviceAuthentication
    /// Those of the twin.
    package var tags: JSONObject
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        deviceID: DeviceID,
        generationID: String,
        etag: String,
        identityETag: String,
        twinETag: String,
        twinVersion: Int64 = 1,
        status: DeviceStatus,
        statusReason: String?,
        statusUpdatedAt: Timestamp,
        connectionState: ConnectionState,
        connectionStateUpdatedAt: Timestamp?,
        lastActivityAt: Timestamp?,
        authentication: DeviceAuthentication,
        tags: JSONObject,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.deviceID = deviceID
        self.generationID = generationID
        self.etag = etag
        self.identityETag = identityETag
        self.twinETag = twinETag
        self.twinVersion = twinVersion
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
