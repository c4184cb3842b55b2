import HubModel
import ServiceSDK
import StreamClient

/// What the device itself says of its way to the streaming endpoints, where its agent can be asked.
struct DeviceWord {
    let management: Management
    let hub: HubName
    let device: DeviceID

    /// The same failure, with the step at which the device's way ends.
    func explaining(_ failure: DoctorReport.Failure) async -> DoctorReport.Failure {
        guard let row = await brokenWay(), let detail = row.detail else { return failure }
        var failure = failure
        let place = "\(VisibleText.show(row.host, limit: 260)):\(row.port)"
        failure.error.message += " From the device, the way to \(place) ends: \(VisibleText.show(detail, limit: 500))"
        failure.error.hint =
            "Open the way from the device to \(place), then ask it again: "
            + "devicestream allowlist coverage -n \(hub) --device \(device) --ask"
        return failure
    }

    /// The first streaming endpoint that the device reports it cannot reach; `nil` where it does not report.
    private func brokenWay() async -> CoverageRow? {
        do {
            guard try await management.askAllowlistCoverage(hub, [device]).first?.code == nil else { return nil }
            for try await row in management.allowlistCoverage(hub, device: device) {
                if row.serviceArea == .streaming, row.result == .failed { return row }
            }
            return nil
        } catch {
            // Without its word the failure stands as it is.
            return nil
        }
    }
}
