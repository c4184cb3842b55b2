/// A device or module as the registry of IoT Hub shows it, with its keys: whoever may read the registry may read them.
package struct RegistryDevice: Encodable, Sendable {
    package var deviceId: DeviceID
    package var moduleId: ModuleID?
    /// Only of a module.
    package var managedBy: String?
    package var generationId: String
    package var etag: String
    package var connectionState: ConnectionState
    package var connectionStateUpdatedTime: String
    package var lastActivityTime: String
    /// There are no such messages here.
    package var cloudToDeviceMessageCount = 0
    package var authentication: RegistryAuthentication
    // Only of a device.
    package var status: DeviceStatus?
    package var statusReason: String?
    package var statusUpdatedTime: String?
    package var capabilities: RegistryCapabilities?

    package init(
        deviceId: DeviceID,
        moduleId: ModuleID? = nil,
        managedBy: String? = nil,
        generationId: String,
        etag: String,
        connectionState: ConnectionState,
        connectionStateUpdatedTime: Timestamp?,
        lastActivityTime: Timestamp?,
        authentication: RegistryAuthentication
    ) {
        self.deviceId = deviceId
        self.moduleId = moduleId
        self.managedBy = managedBy
        self.generationId = generationId
        self.etag = etag
        self.connectionState = connectionState
        self.connectionStateUpdatedTime = RegistryTime.text(connectionStateUpdatedTime)
        self.lastActivityTime = RegistryTime.text(lastActivityTime)
        self.authentication = authentication
    }
}

/// What an identity signs in with, as the registry shows it.
package struct RegistryAuthentication: Encodable, Sendable {
    package struct Keys: Encodable, Sendable {
        package var primaryKey: String?
        package var secondaryKey: String?
    }

    package struct Prints: Encodable, Sendable {
        package var primaryThumbprint: String?
        package var secondaryThumbprint: String?
    }

    package var type: DeviceAuthentication.Kind
    package var symmetricKey: Keys
    package var x509Thumbprint: Prints

    package init(_ authentication: DeviceAuthentication, keys: KeyPair?) {
        type = authentication.type
        symmetricKey = Keys(primaryKey: keys?.primaryKey.base64, secondaryKey: keys?.secondaryKey.base64)
        x509Thumbprint = Prints(
            primaryThumbprint: authentication.x509Thumbprint?.primaryThumbprint,
            secondaryThumbprint: authentication.x509Thumbprint?.secondaryThumbprint
        )
    }
}

/// What a device can do beside being one; nothing here is an Edge gateway.
package struct RegistryCapabilities: Codable, Equatable, Sendable {
    package var iotEdge: Bool

    package init(iotEdge: Bool = false) { self.iotEdge = iotEdge }
}
