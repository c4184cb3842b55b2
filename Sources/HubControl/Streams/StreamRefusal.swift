package import HubModel
import HubStore

/// A stream request whose caller may not make it.
package struct StreamRefusal: Sendable {
    package var hub: HubName
    package var identity: DeviceIdentity
    package var name: StreamName?
    /// Known where the credential was good, and its rights were not.
    package var caller: String?
    package var address: String
    package var trackingID: String

    package init(_ hub: HubName, _ identity: DeviceIdentity, _ address: String, _ trackingID: String) {
        self.hub = hub
        self.identity = identity
        self.address = address
        self.trackingID = trackingID
    }
}

extension StreamDirectory {
    /// Puts a request on record that was refused before it was looked at.
    package func refused(_ refusal: StreamRefusal, _ error: HubError) {
        guard let hub = hubs.index[refusal.hub]?.hub else { return }
        var properties = ActivityRecord.Properties(device: refusal.identity.device, module: refusal.identity.module)
        properties.streamName = refusal.name
        properties.direction = "c2d"
        properties.caller = refusal.caller
        properties.callerAddress = refusal.address
        properties.trackingId = refusal.trackingID
        let now = hubs.world.now
        broker.activity.append(
            refusal: .streamRequest(hub.name, properties, error, from: now, to: now),
            hub: hub.id
        )
    }
}
