import HubModel
import TestSupport

@testable import HubControl
@testable import HubStore

/// A hub whose records go to receivers of a test.
struct LoggingHub {
    let fixture: ControlFixture
    let id: Int64

    static let url = DiagnosticDestination.webhook(WebhookURL(checked: "https://hooks.example.com/"))

    init(_ fixture: ControlFixture? = nil) async throws {
        if let fixture { self.fixture = fixture } else { self.fixture = try await ControlFixture() }
        let hub = self.fixture.hub
        id = try await self.fixture.store.read { (reading) throws(HubError) in try reading.hub(hub)?.id ?? 0 }
    }

    var settings: DiagnosticSettingDirectory { fixture.control.diagnostics }

    /// Every destination is the same receiver.
    func attach(_ receiver: Receiver) { settings.pumps.attach { _, _, _ in receiver } }

    @discardableResult
    func put(
        _ name: String,
        _ categories: [DiagnosticCategory] = DiagnosticCategory.allCases,
        to destination: DiagnosticDestination = url,
        secret: String? = "sixteen-bytes-ok",
        onlyIf precondition: Precondition = .none
    ) async throws(HubError) -> DiagnosticSettingResource {
        let request = DiagnosticSettingRequest(
            categories: categories,
            destination: destination,
            secret: secret.map(Secret.init(text:))
        )
        return try await settings.put(
            fixture.owner,
            fixture.hub,
            DiagnosticSettingName(name),
            request,
            precondition
        ).0
    }

    func get(_ name: String) async throws(HubError) -> DiagnosticSettingResource {
        try await settings.get(fixture.owner, fixture.hub, DiagnosticSettingName(name))
    }

    /// Writes records to the log.
    func log(_ category: ActivityRecord.Category = .deviceStreams, devices: [String]) async throws {
        try append(category, devices: devices)
        await fixture.control.activity.write()
    }

    /// Hands records to the log.
    func append(_ category: ActivityRecord.Category = .deviceStreams, devices: [String]) throws {
        for device in devices {
            fixture.control.activity.append(
                ActivityRecord(
                    time: fixture.clock.now,
                    hub: fixture.hub,
                    category: category,
                    operationName: .streamRequest,
                    resultType: ActivityRecord.success,
                    resultDescription: "",
                    level: .information,
                    durationMs: 0,
                    properties: ActivityRecord.Properties(device: try DeviceID(device))
                ),
                hub: id
            )
        }
    }

    /// Changes the database as somebody else might.
    func tamper(_ sql: String) async throws {
        try await fixture.store.write { (writing) throws(HubError) in _ = try writing.connection.execute(sql) }
    }

    /// Runs the pumps while something is done.
    func whileRunning(_ work: () async throws -> Void) async throws {
        let pumps = settings.pumps
        try await withThrowingTaskGroup { group in
            group.addTask { await pumps.run() }
            try await work()
            group.cancelAll()
        }
    }
}

extension DiagnosticBatch {
    /// The devices of its records.
    var devices: [String] { items.compactMap { $0.record.properties.deviceId?.text } }
}
