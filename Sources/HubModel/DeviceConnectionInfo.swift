/// How a connected device is connected now.
package struct DeviceConnectionInfo: Codable, Equatable, Sendable {
    package var transport: DeviceTransport
    /// The address that the device connects from; that of its network's gateway where there is one.
    package var address: String
    package var connectedAt: Timestamp

    package init(transport: DeviceTransport, address: String, connectedAt: Timestamp) {
        self.transport = transport
        self.address = address
        self.connectedAt = connectedAt
    }
}
