package import HubModel

/// What `doctor` is to do.
package struct DoctorPlan: Equatable, Sendable {
    /// The hub that was named; the context's where it is `nil`.
    package let hub: String?
    /// The device whose way is tested, too.
    package let device: DeviceID?
    /// What is reached beside the device, in the end.
    package let service: ServiceName?
    /// Where the report is written.
    package let report: String?

    /// What its streams are asked for with.
    package func wish(for device: DeviceID) -> StreamWish {
        StreamWish(device: device, hub: hub, reason: "devicestream doctor")
    }
}
