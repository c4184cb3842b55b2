package import HubModel
import HubStore
import Logging
import StreamCore
import Synchronization

/// Which devices reach which endpoints of the allowlist: what they last reported, and the question for a new report.
///
/// Only agents of ours can be asked; of all others nothing is known. A device is asked about the list of its own hub and
/// nothing else.
package final class EndpointCoverage: Sendable {
    /// Devices that are at it at once, of all hubs: their tests come to this server.
    static let maximumAtOnce = 64

    private struct Key: Hashable {
        let hub: HubName
        let device: DeviceID
    }

    private let hubs: HubDirectory
    private let connections: DeviceConnections
    private let calls: DeviceCalls
    private let asked = Mutex<Set<Key>>([])

    init(hubs: HubDirectory, connections: DeviceConnections, calls: DeviceCalls) {
        self.hubs = hubs
        self.connections = connections
        self.calls = calls
    }

    /// Every device with every endpoint, by device id in byte order and in the order of the list; of one device where it
    /// is named.
    package func list(
        _ caller: Caller,
        _ hub: HubName,
        _ device: DeviceID?,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<CoverageRow> {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        let endpoints = try AllowlistEndpoint.all(of: snapshot.allowlist(hubs.naming))
        let after = try page.key().map(CoveragePlace.init(key:))
        let first = device ?? after?.device
        // One more for the device in whose middle the page begins, one for that in whose middle it ends.
        let limit = device == nil ? page.top / endpoints.count + 2 : 1
        let devices = try await hubs.store.read { (reading) throws(HubError) in
            let rows = try reading.endpointReports(
                hub: snapshot.hub.id,
                from: first,
                isAlone: device != nil,
                limit: limit
            )
            if let device, rows.isEmpty { throw HubError.noDevice(device, hub) }
            return rows
        }
        let rest = devices.flatMap { rows(of: $0.device, $0.report, endpoints, hub) }.filter { row in
            after.map { CoveragePlace(row).isBehind($0) } ?? true
        }
        return ListPage(Array(rest.prefix(page.top + 1)), top: page.top) { CoveragePlace($0).key }
    }

    /// Asks devices for reports, all at once, and returns when each has reported or will not.
    ///
    /// Throws `ThrottlingException` where too many are at it.
    package func ask(
        _ caller: Caller,
        _ hub: HubName,
        _ request: CoverageRequest
    ) async throws(HubError) -> CoverageAnswers {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        try caller.require(.operator)
        let question = try question(snapshot)
        let devices = request.deviceIds.reduce(into: [DeviceID]()) { if !$0.contains($1) { $0.append($1) } }
        let idle = try take(devices, of: snapshot.hub.name)
        defer { asked.withLock { $0.subtract(idle.map { Key(hub: snapshot.hub.name, device: $0) }) } }
        hubs.logger.info(
            "devices asked for endpoints",
            metadata: ["hub.id": "\(hub)", "token.id": "\(caller.tokenID)", "devices": "\(idle.count)"]
        )
        let answers = await withTaskGroup(of: CoverageAnswer.self) { group in
            for device in idle { group.addTask { await self.answer(of: device, snapshot, question) } }
            return await group.reduce(into: [DeviceID: CoverageAnswer]()) { $0[$1.deviceId] = $1 }
        }
        return CoverageAnswers(value: devices.map { answers[$0] ?? Self.busy($0) })
    }

    /// Those of the devices that are not at it; from now on they are.
    private func take(_ devices: [DeviceID], of hub: HubName) throws(HubError) -> [DeviceID] {
        let idle = asked.withLock { asked -> [DeviceID]? in
            let idle = devices.filter { !asked.contains(Key(hub: hub, device: $0)) }
            guard asked.count + idle.count <= Self.maximumAtOnce else { return nil }
            asked.formUnion(idle.map { Key(hub: hub, device: $0) })
            return idle
        }
        guard let idle else {
            throw HubError(
                .throttling,
                "More than \(Self.maximumAtOnce) devices would test their way to the endpoints at once.",
                retryAfter: .seconds(10)
            )
        }
        return idle
    }

    private static func busy(_ device: DeviceID) -> CoverageAnswer {
        refusal(device, HubError(.throttling, "Device '\(device)' was asked a moment ago and is at it."))
    }

    private static func refusal(_ device: DeviceID, _ error: HubError) -> CoverageAnswer {
        CoverageAnswer(deviceId: device, code: error.code.rawValue, message: error.message)
    }

    /// The list without what a test does not need.
    private func question(_ snapshot: HubSnapshot) throws(HubError) -> [UInt8] {
        var list = snapshot.allowlist(hubs.naming)
        for index in list.value.indices {
            list.value[index].ips = []
            list.value[index].notes = nil
        }
        let bytes = try RestJSON.encode(list)
        guard bytes.count <= EndpointCheckReport.maximumQuestionBytes else {
            throw HubError(
                .messageTooLarge,
                "The list has \(bytes.count) bytes; a device can be asked about "
                    + "\(EndpointCheckReport.maximumQuestionBytes)."
            )
        }
        return bytes
    }

    private func answer(of device: DeviceID, _ snapshot: HubSnapshot, _ question: [UInt8]) async -> CoverageAnswer {
        do throws(HubError) {
            let time = try await report(of: device, snapshot, question)
            return CoverageAnswer(deviceId: device, reportedAt: time)
        } catch {
            return Self.refusal(device, error)
        }
    }

    /// Asks one device, keeps what it reports, and gives the time of that.
    private func report(
        of device: DeviceID,
        _ snapshot: HubSnapshot,
        _ question: [UInt8]
    ) async throws(HubError) -> Timestamp {
        let (hub, hubID) = (snapshot.hub.name, snapshot.hub.id)
        let generation = try await generation(of: device, hub, hubID)
        let call = DeviceCalls.Call(
            noun: "questions about endpoints: its program is no agent of this product, or an older one",
            notListening: .deviceNotListening,
            timeout: CoverageRequest.maximumTime,
            maximumAnswerBytes: EndpointCheckReport.maximumBytes,
            message: { EndpointCheckTopic.question($0, payload: question) }
        )
        let answer = try await calls.ask(hub, DeviceIdentity(device), call).get()
        let list = snapshot.allowlist(hubs.naming)
        let row = EndpointReportRow(
            reportedAt: hubs.world.now,
            content: .init(
                version: list.version,
                checks: try ReportReader.checks(in: answer, from: device, of: AllowlistEndpoint.all(of: list))
            )
        )
        try await hubs.store.write { (writing) throws(HubError) in
            // What was made anew meanwhile under the same id is another device.
            guard try writing.device(hub: hubID, device)?.generationID == generation else {
                throw HubError.noDevice(device, hub)
            }
            try writing.setEndpointReport(hub: hubID, device, row)
        }
        return row.reportedAt
    }

    private func generation(of device: DeviceID, _ hub: HubName, _ hubID: Int64) async throws(HubError) -> String {
        let row = try await hubs.store.read { (reading) throws(HubError) in try reading.device(hub: hubID, device) }
        guard let row else { throw .noDevice(device, hub) }
        guard row.status == .enabled else { throw .disabled(row) }
        return row.generationID
    }

    private func rows(
        of device: DeviceID,
        _ report: EndpointReportRow?,
        _ endpoints: [AllowlistEndpoint],
        _ hub: HubName
    ) -> [CoverageRow] {
        let isConnected = connections.current(hub, DeviceIdentity(device)) != nil
        return endpoints.map { endpoint in
            var row = CoverageRow(
                deviceId: device,
                connectionState: isConnected ? .connected : .disconnected,
                record: endpoint.record,
                host: endpoint.host,
                port: endpoint.port
            )
            guard let report else { return row }
            // What it said of another host or port of the same record says nothing of this one.
            let check = report.content.checks.first {
                $0.id == endpoint.record.id && $0.host == endpoint.host && $0.port == endpoint.port
            }
            if let check { row.report(check, at: report.reportedAt, version: report.content.version) }
            return row
        }
    }
}
