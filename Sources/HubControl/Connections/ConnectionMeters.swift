import HubModel
import Metering

/// What is counted of device connections.
struct ConnectionMeters: Sendable {
    /// What the label `result` says of a device that was let in.
    static let success = "Success"

    private let logins: SeriesFamily<Counter>

    init(_ metrics: MetricRegistry) {
        logins = metrics.counters(
            "devicestream_device_logins_total",
            "Logins of devices by transport and result: Success, or the code of the error.",
            labels: ["transport", "result"]
        )
        for transport in DeviceTransport.allCases { _ = logins[transport.rawValue, Self.success] }
    }

    func letIn(_ transport: DeviceTransport) { logins[transport.rawValue, Self.success].add() }

    func refused(_ transport: DeviceTransport, _ code: ErrorCode) { logins[transport.rawValue, code.rawValue].add() }
}
