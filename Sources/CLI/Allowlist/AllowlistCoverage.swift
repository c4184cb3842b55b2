import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `allowlist coverage`.
struct AllowlistCoverage: Verb {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Show which devices reach which endpoints, as they last reported; exits 12 where one does not.",
        discussion: """
            A row for each device and endpoint, with the time of the report. Agents of this product report when they are \
            asked: '--ask' asks the device of '--device', or all that are connected. Other devices show 'not reported', \
            which is not failed.

              devicestream allowlist coverage -n hub --ask --query "value[?result=='failed']"
            """
    )

    private static let shape = TableShape(
        rowsAt: ["value"],
        [
            .init("DeviceId", "deviceId"), .init("Host", "host"), .init("Port", "port"), .init("Result", "result"),
            .init("ReportedAt", "reportedAt"), .init("Issuer", "issuer"), .init("Detail", "detail"),
        ],
        isForTSV: true
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp("Only this device.", valueName: "device"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @Flag(help: "Ask for new reports first; that takes up to a minute for each 32 devices.")
    var ask = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        let device = try device.map { text throws(HubError) in try DeviceID(text, target: "--device") }
        if ask { try askForReports(session, hub, device) }
        let rows = try session.list(.allowlistCoverage(hub, device: device, top: Session.maximumPage))
        var outcome = Outcome.value(.make([("hub", .string(hub.text)), ("value", rows)]), Self.shape)
        let hasProblem = rows.elements?.contains { $0["result"]?.stringValue == CoverageResult.failed.rawValue }
        if hasProblem ?? false { outcome.status = .problemsFound }
        return outcome
    }

    /// Asks so many devices at once as the server lets, and says of each why it did not report.
    private func askForReports(_ session: Session, _ hub: HubName, _ device: DeviceID?) throws {
        var rest = try device.map { [$0] } ?? connected(session, hub)
        let progress = session.progress()
        defer { progress.end() }
        var count = 0
        while !rest.isEmpty {
            let some = Array(rest.prefix(CoverageRequest.maximumDevices))
            rest.removeFirst(some.count)
            let response = try session.client().send(.askAllowlistCoverage(hub, CoverageRequest(deviceIds: some)))
            for answer in try RestJSON.decode(CoverageAnswers.self, from: response.body).value {
                guard let message = answer.message else { continue }
                session.notice("\(answer.deviceId) did not report: \(message)")
            }
            count += some.count
            progress.update("\(count) devices asked")
        }
    }

    /// A list that is filtered by the connection lags by a moment; what a device itself shows does not.
    private func connected(_ session: Session, _ hub: HubName) throws -> [DeviceID] {
        var devices: [DeviceID] = []
        _ = try session.rows(.listDevices(hub, DeviceFilter(), top: Session.maximumPage)) { rows in
            for row in rows where row["connectionState"]?.stringValue == ConnectionState.connected.rawValue {
                devices.append(try DeviceID(row["deviceId"]?.stringValue ?? "", target: "deviceId"))
            }
        }
        if devices.isEmpty { session.notice("No device is connected, so none was asked.") }
        return devices
    }
}
