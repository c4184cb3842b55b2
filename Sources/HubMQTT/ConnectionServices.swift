import HubModel
import StreamCore

/// What all device connections of a server share.
struct ConnectionServices: Sendable {
    let door: DeviceDoor
    let memory: SubscriptionMemory
    let open: OpenConnections
    let limits: MQTTLimits
    let world: World
}
