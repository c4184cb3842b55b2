package import HubModel

/// Which device a command wants streams to, and what it says when it asks.
package struct StreamWish: Equatable, Sendable {
    package let device: DeviceID
    /// The hub that was named; the context's where it is `nil`.
    package let hub: String?
    package let name: StreamName?
    package let module: ModuleID?
    package let reason: String?
    package let waitOnline: Duration
    package let acceptsAnyService: Bool

    package init(
        device: DeviceID,
        hub: String?,
        name: StreamName? = nil,
        module: ModuleID? = nil,
        reason: String? = nil,
        waitOnline: Duration = .zero,
        acceptsAnyService: Bool = false
    ) {
        self.device = device
        self.hub = hub
        self.name = name
        self.module = module
        self.reason = reason
        self.waitOnline = waitOnline
        self.acceptsAnyService = acceptsAnyService
    }

    /// The same, whatever the device confirms.
    package var acceptingAnyService: StreamWish {
        StreamWish(
            device: device,
            hub: hub,
            name: name,
            module: module,
            reason: reason,
            waitOnline: waitOnline,
            acceptsAnyService: true
        )
    }
}
