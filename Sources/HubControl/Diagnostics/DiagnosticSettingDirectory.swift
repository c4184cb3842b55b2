package import HubModel
import HubStore
import Logging

/// Where the records of each hub go.
package struct DiagnosticSettingDirectory: Sendable {
    let hubs: HubDirectory
    let framing: DiagnosticFraming
    /// What anybody wants; the hub's own log shows what its setting has chosen.
    package let categories: LoggedCategories
    package let pumps: DiagnosticPumps

    /// Settings of one hub, with `default`: each reads the log by itself.
    static let maximumCount = 10

    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<DiagnosticSettingResource> {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        let rows = try await hubs.store.read { (reading) throws(HubError) in try reading.diagnosticSettings(hub: id) }
        return try ListPage(of: rows.map(\.resource), page) { $0.name.text }
    }

    package func get(
        _ caller: Caller,
        _ hub: HubName,
        _ name: DiagnosticSettingName
    ) async throws(HubError) -> DiagnosticSettingResource {
        try caller.require(.reader)
        let id = try hubs.snapshot(caller, hub).hub.id
        return try await hubs.store.read { (reading) throws(HubError) in
            try Self.row(reading.diagnosticSetting(hub: id, name), name, hub).resource
        }
    }

    /// Makes the setting of that name, or changes it; tells which.
    package func put(
        _ caller: Caller,
        _ hub: HubName,
        _ name: DiagnosticSettingName,
        _ request: DiagnosticSettingRequest,
        _ precondition: Precondition
    ) async throws(HubError) -> (DiagnosticSettingResource, isNew: Bool) {
        try caller.require(.owner, in: hub)
        try check(request, name, hub)
        let (now, etag) = (hubs.world.now, hubs.world.newETag())
        let (row, _, _, isNew) = try await hubs.store.write(
            { (writing) throws(HubError) in
                let id = try writing.existingHub(hub).id
                let present = try writing.diagnosticSettings(hub: id)
                let old = present.first { $0.name == name }
                try precondition.check(old, of: name, hub)
                try Self.requirePlace(for: request, name, among: present, hub)
                let secret = try Self.secret(request, keeping: writing.diagnosticSecret(hub: id, name))
                var row = DiagnosticSettingRow(
                    id: old?.id ?? 0,
                    hubID: id,
                    name: name,
                    categories: request.categories.canonical,
                    destination: request.destination,
                    etag: etag,
                    createdAt: old?.createdAt ?? now,
                    updatedAt: now,
                    cursor: old == nil ? try writing.lastSequence(hub: id) : old?.cursor,
                    delivery: old?.delivery ?? DiagnosticDelivery()
                )
                if old == nil {
                    row.id = try writing.insertDiagnosticSetting(row, secret: secret)
                } else {
                    try writing.updateDiagnosticSetting(row, secret: secret)
                }
                return (row, secret, try writing.diagnosticSettings(hub: id), old == nil)
            },
            committed: { [categories, pumps] row, secret, all, _ in
                categories.committed(all, of: hub)
                pumps.begin(row, of: hub, secret: secret)
            }
        )
        log(isNew ? "diagnostic setting created" : "diagnostic setting changed", caller, hub, name)
        return (row.resource, isNew)
    }

    package func delete(
        _ caller: Caller,
        _ hub: HubName,
        _ name: DiagnosticSettingName,
        _ precondition: Precondition
    ) async throws(HubError) {
        try caller.require(.owner, in: hub)
        guard name != .standard else {
            throw HubError(
                .resourceConflict,
                "The setting '\(name)' is the hub's own log and cannot be deleted.",
                target: "name",
                hint: "To keep no records, change it to have no categories."
            )
        }
        _ = try await hubs.store.write(
            { (writing) throws(HubError) in
                let id = try writing.existingHub(hub).id
                let row = try Self.row(writing.diagnosticSetting(hub: id, name), name, hub)
                try precondition.check(row.etag)
                try writing.deleteDiagnosticSetting(id: row.id)
                return (row, try writing.diagnosticSettings(hub: id))
            },
            committed: { [categories, pumps] row, rest in
                categories.committed(rest, of: hub)
                pumps.end(row.id)
            }
        )
        log("diagnostic setting deleted", caller, hub, name)
    }

    /// Sends a sample to the setting's destination, beside what its pump does, and tells what became of it.
    package func test(
        _ caller: Caller,
        _ hub: HubName,
        _ name: DiagnosticSettingName
    ) async throws(HubError) -> DiagnosticTestResult {
        try caller.require(.owner, in: hub)
        let snapshot = try hubs.snapshot(caller, hub)
        let id = snapshot.hub.id
        let (row, secret) = try await hubs.store.read { (reading) throws(HubError) in
            (
                try Self.row(reading.diagnosticSetting(hub: id, name), name, hub),
                try reading.diagnosticSecret(hub: id, name)
            )
        }
        log("diagnostic setting tested", caller, hub, name)
        guard row.destination != .local else {
            return DiagnosticTestResult(
                succeeded: true,
                status: nil,
                durationMs: 0,
                message: "The hub's own log needs no test."
            )
        }
        let sink = try pumps.sink(hub, row.destination, secret)
        let batch = try framing.sample("test-\(hubs.world.newRequestID())", of: snapshot, at: hubs.world.now)
        let result = await Self.deliver(batch, to: sink, hubs.world)
        await sink.close()
        return result
    }

    private static func deliver(
        _ batch: DiagnosticBatch,
        to sink: any DiagnosticSink,
        _ world: World
    ) async -> DiagnosticTestResult {
        let start = world.now
        func result(_ succeeded: Bool, _ status: Int?, _ message: String) -> DiagnosticTestResult {
            DiagnosticTestResult(
                succeeded: succeeded,
                status: status,
                durationMs: max(0, (world.now - start).wholeMilliseconds),
                message: message
            )
        }
        do throws(DiagnosticFailure) {
            let status = try await sink.deliver(batch)
            return result(true, status, "The destination took the sample.")
        } catch {
            return result(false, error.status, error.message)
        }
    }

    private static func row(
        _ row: DiagnosticSettingRow?,
        _ name: DiagnosticSettingName,
        _ hub: HubName
    ) throws(HubError) -> DiagnosticSettingRow {
        guard let row else { throw .noSetting(name, hub) }
        return row
    }

    private func log(_ message: String, _ caller: Caller, _ hub: HubName, _ name: DiagnosticSettingName) {
        hubs.logger.notice(
            "\(message)",
            metadata: ["hub.id": "\(hub)", "setting.name": "\(name)", "token.id": "\(caller.tokenID)"]
        )
    }
}

extension HubError {
    /// The error for a setting that is not there.
    static func noSetting(_ name: DiagnosticSettingName, _ hub: HubName) -> HubError {
        HubError(
            .resourceNotFound,
            "The hub '\(hub)' has no diagnostic setting '\(name)'.",
            target: "name",
            hint: "List the settings with: devicestream diagnostic-setting list --name \(hub)"
        )
    }
}

extension DiagnosticSettingRow {
    /// The setting as the REST API shows it.
    var resource: DiagnosticSettingResource {
        DiagnosticSettingResource(
            name: name,
            categories: categories,
            destination: destination,
            delivery: destination == .local ? nil : delivery,
            etag: etag,
            createdAt: createdAt,
            updatedAt: updatedAt
        )
    }
}
