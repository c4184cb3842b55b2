import HubControl

/// What came from a device since the hub was last told.
struct ConnectionTally {
    /// Whether the device sent anything; a will is a message, but no sign of life.
    var isAlive = false
    private var messages = 0
    private var bytes = 0

    /// A message of telemetry came.
    mutating func count(bytes: Int) {
        messages += 1
        self.bytes += bytes
    }

    /// Tells the hub, and begins anew.
    mutating func tell(_ door: DeviceDoor, of id: DeviceConnectionID) {
        if messages > 0 { door.telemetry(messages, bytes, id) }
        if isAlive { door.heard(id) }
        self = ConnectionTally()
    }
}
