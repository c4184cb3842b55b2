/// How a connected device is connected now.
public struct DeviceConnectionInfo: Codable, Equatable, Sendable {
    /// How it is connected.
    public var transport: DeviceTransport
    /// The address that the device connects from; that of its network's gateway where there is one.
    public var address: String
    /// Since when it is connected.
    public var connectedAt: Timestamp

    /// All members, in order.
    public init(transport: DeviceTransport, address: String, connectedAt: Timestamp) {
        self.transport = transport
        self.address = address
        self.connectedAt = connectedAt
    }
}
