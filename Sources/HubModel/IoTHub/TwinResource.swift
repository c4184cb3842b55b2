/// A twin as the service API of IoT Hub shows it.
package struct TwinResource: Encodable, Sendable {
    package struct Properties: Encodable, Sendable {
        package var desired: JSONObject
        package var reported: JSONObject
    }

    package var deviceId: DeviceID
    package var moduleId: ModuleID?
    package var etag: String
    package var deviceEtag: String
    package var status: DeviceStatus
    package var statusUpdateTime: String
    package var connectionState: ConnectionState
    package var lastActivityTime: String
    /// There are no such messages here.
    package var cloudToDeviceMessageCount = 0
    package var authenticationType: DeviceAuthentication.Kind
    package var x509Thumbprint: Thumbprints?
    package var version: Int64
    package var tags: JSONObject
    package var properties: Properties
    package var capabilities = RegistryCapabilities()

    package init(
        deviceId: DeviceID,
        moduleId: ModuleID?,
        etag: String,
        deviceEtag: String,
        status: DeviceStatus,
        statusUpdateTime: Timestamp,
        connectionState: ConnectionState,
        lastActivityTime: Timestamp?,
        authentication: DeviceAuthentication,
        version: Int64,
        tags: JSONObject,
        desired: TwinProperties,
        reported: TwinProperties
    ) {
        self.deviceId = deviceId
        self.moduleId = moduleId
        self.etag = etag
        self.deviceEtag = deviceEtag
        self.status = status
        self.statusUpdateTime = RegistryTime.text(statusUpdateTime)
        self.connectionState = connectionState
        self.lastActivityTime = RegistryTime.text(lastActivityTime)
        authenticationType = authentication.type
        x509Thumbprint = authentication.x509Thumbprint
        self.version = version
        self.tags = tags
        properties = Properties(desired: desired.full, reported: reported.full)
    }
}

/// Times as IoT Hub writes them: a moment that never was is the first of all.
package enum RegistryTime {
    package static let never = "0001-01-01T00:00:00"

    package static func text(_ time: Timestamp?) -> String { time?.description ?? never }
}
