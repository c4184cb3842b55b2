package import HubModel
import HubStore
import Logging

/// The streaming endpoints of the hubs, and their way from announced to retired.
package struct EndpointDirectory: Sendable {
    let hubs: HubDirectory

    /// Firewalls that are changed by people need this long; the Microsoft 365 endpoint service announces as early.
    static let noticePeriod = Duration.seconds(30 * 86_400)
    /// A note has one line of a report.
    static let maximumNotesLength = 500
    /// Enough for any site; each takes a line in every firewall.
    static let maximumEndpoints = 100

    private var naming: HostNaming { hubs.naming }
    private var world: World { hubs.world }

    /// The endpoints by id; the retired ones only when they are asked for.
    package func list(
        _ caller: Caller,
        _ hub: HubName,
        state: EndpointState?,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<EndpointResource> {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        var after = 0
        if let key = try page.key() {
            guard let id = Int(key) else {
                throw HubError(.argumentInvalid, "$skiptoken is not one that this server made.", target: "$skiptoken")
            }
            after = id
        }
        let records: [RecordRow]
        if state == .retired {
            records = try await hubs.store.read { (reading) throws(HubError) in
                try reading.records(hub: snapshot.hub.id, includingRetired: true)
            }
        } else {
            records = snapshot.records
        }
        var resources: [EndpointResource] = []
        for record in records where record.kind == .streaming && record.id > after {
            guard state == nil || record.state == state else { continue }
            resources.append(try resource(record, snapshot.hub))
            if resources.count > page.top { break }
        }
        return ListPage(resources, top: page.top) { String($0.id) }
    }

    package func get(_ caller: Caller, _ hub: HubName, id: Int) async throws(HubError) -> EndpointResource {
        try caller.require(.reader)
        let snapshot = try hubs.snapshot(caller, hub)
        let record = try await hubs.store.read { (reading) throws(HubError) in
            try reading.record(id, hub: snapshot.hub.id)
        }
        guard let record, record.kind == .streaming else { throw .noEndpoint(id, hub) }
        return try resource(record, snapshot.hub)
    }

    /// Announces an endpoint.
    ///
    /// It becomes active after the notice period, or at once with `force`.
    package func add(
        _ caller: Caller,
        _ hub: HubName,
        _ creation: EndpointCreation
    ) async throws(HubError) -> EndpointResource {
        try caller.require(.owner, in: hub)
        let ips = try AddressRange.canonical(creation.ips ?? [], target: "ips")
        try check(notes: creation.notes)
        let force = creation.force ?? false
        let now = world.now
        let earliest = now + Self.noticePeriod
        let effective = creation.effective ?? (force ? now : earliest)
        guard force || effective >= earliest else {
            throw HubError(
                .argumentInvalid,
                "The endpoint would become active at \(effective), before the notice period ends at \(earliest).",
                target: "effective",
                hint: "Choose a later time, or skip the notice period with force."
            )
        }
        let (record, snapshot) = try await hubs.writer.change(hub) { (writing, row, records) throws(HubError) in
            let region = try hubs.region(named: row.location)
            guard region.deviceStreams else { throw hubs.regionNotSupported(row) }
            guard records.count < Self.maximumEndpoints else {
                throw HubError(.resourceConflict, "The hub has \(records.count) endpoints; more do not fit.")
            }
            guard !records.contains(where: { $0.stamp == creation.stamp }) else {
                throw HubError(
                    .resourceConflict,
                    "The hub '\(hub)' has an endpoint with the stamp '\(creation.stamp)' already.",
                    target: "stamp"
                )
            }
            var record = RecordRow(
                id: 0,
                hubID: row.id,
                kind: .streaming,
                stamp: creation.stamp,
                region: region.name,
                state: effective <= now ? .active : .upcoming,
                effective: effective,
                retires: nil,
                ips: ips,
                notes: creation.notes,
                createdAt: now,
                updatedAt: now
            )
            record.id = try writing.insertRecord(record)
            return record
        }
        log(force ? "endpoint added without notice" : "endpoint added", caller, hub, record.id)
        return try resource(record, snapshot.hub)
    }

    /// Changes addresses and notes.
    package func update(
        _ caller: Caller,
        _ hub: HubName,
        id: Int,
        _ patch: EndpointPatch,
        _ precondition: Precondition
    ) async throws(HubError) -> EndpointResource {
        let ips = try patch.ips.map { ips throws(HubError) in try AddressRange.canonical(ips, target: "ips") }
        if case .set(let notes) = patch.notes { try check(notes: notes) }
        return try await step(caller, hub, id, precondition, "endpoint changed") { (record) throws(HubError) in
            if let ips { record.ips = ips }
            record.notes = patch.notes.applied(to: record.notes)
        }
    }

    /// Takes no new streams to the endpoint; it stays on the list until `retires`.
    package func drain(
        _ caller: Caller,
        _ hub: HubName,
        id: Int,
        _ transition: EndpointTransition,
        _ precondition: Precondition
    ) async throws(HubError) -> EndpointResource {
        let now = world.now
        let retires = transition.retires ?? now + Self.noticePeriod
        guard retires >= now else {
            throw HubError(
                .argumentInvalid,
                "The endpoint cannot retire at \(retires): that is past.",
                target: "retires"
            )
        }
        return try await step(caller, hub, id, precondition, "endpoint drained") { (record) throws(HubError) in
            guard record.state == .active || record.state == .draining else {
                throw HubError(
                    .resourceConflict,
                    "The endpoint \(id) is \(record.state.rawValue); only an active one drains."
                )
            }
            record.state = .draining
            record.retires = retires
        }
    }

    /// Takes the endpoint off the list.
    package func retire(
        _ caller: Caller,
        _ hub: HubName,
        id: Int,
        _ transition: EndpointTransition,
        _ precondition: Precondition
    ) async throws(HubError) -> EndpointResource {
        let now = world.now
        let force = transition.force ?? false
        return try await step(caller, hub, id, precondition, "endpoint retired") { (record) throws(HubError) in
            switch record.state {
            case .retired:
                throw HubError(.resourceConflict, "The endpoint \(id) is retired already.")
            case .active where !force:
                throw HubError(
                    .resourceConflict,
                    "The endpoint \(id) is active.",
                    hint: "Drain it first, or skip the notice period with force."
                )
            case .draining where !force && (record.retires ?? now) > now:
                throw HubError(
                    .resourceConflict,
                    "The endpoint \(id) was announced to retire at \(record.retires ?? now).",
                    hint: "Wait until then, or skip the notice period with force."
                )
            case .upcoming, .active, .draining:
                record.state = .retired
                record.retires = now
            }
        }
    }

    private func step(
        _ caller: Caller,
        _ hub: HubName,
        _ id: Int,
        _ precondition: Precondition,
        _ message: String,
        _ change: @escaping @Sendable (inout RecordRow) throws(HubError) -> Void
    ) async throws(HubError) -> EndpointResource {
        try caller.require(.owner, in: hub)
        let (record, snapshot) = try await hubs.writer.change(hub) { (writing, row, _) throws(HubError) in
            guard var record = try writing.record(id, hub: row.id), record.kind == .streaming else {
                throw .noEndpoint(id, hub)
            }
            try precondition.check(resource(record, row).etag)
            let old = record
            try change(&record)
            if record != old {
                record.updatedAt = world.now
                try writing.updateRecord(record)
            }
            return record
        }
        log(message, caller, hub, id)
        return try resource(record, snapshot.hub)
    }

    private func resource(_ record: RecordRow, _ hub: HubRow) throws(HubError) -> EndpointResource {
        guard let stamp = record.stamp else {
            throw HubError(.serverError, "The endpoint could not be read.", detail: "record \(record.id) has no stamp")
        }
        let host = naming.streamingHost(hub.name, stamp)
        var resource = EndpointResource(
            id: record.id,
            url: naming.url(host),
            hostName: naming.authority(host),
            stamp: stamp,
            region: record.region ?? hub.location,
            state: record.state,
            effective: record.effective,
            retires: record.retires,
            ips: record.ips,
            notes: record.notes,
            etag: ""
        )
        resource.etag = try EntityTag.of(resource)
        return resource
    }

    private func check(notes: String?) throws(HubError) {
        guard let notes, notes.count > Self.maximumNotesLength else { return }
        throw HubError(
            .argumentInvalid,
            "The notes have more than \(Self.maximumNotesLength) characters.",
            target: "notes"
        )
    }

    private func log(_ message: String, _ caller: Caller, _ hub: HubName, _ id: Int) {
        hubs.logger.notice(
            "\(message)",
            metadata: ["hub.id": "\(hub)", "endpoint.id": "\(id)", "token.id": "\(caller.tokenID)"]
        )
    }
}

extension HubError {
    static func noEndpoint(_ id: Int, _ hub: HubName) -> HubError {
        HubError(
            .resourceNotFound,
            "The hub '\(hub)' has no endpoint \(id).",
            target: "id",
            hint: "List the endpoints with: devicestream endpoint list --name \(hub)"
        )
    }
}

extension HubDirectory {
    func regionNotSupported(_ hub: HubRow) -> HubError {
        let able = regions.filter(\.deviceStreams).map(\.name)
        return HubError(
            .regionNotSupported,
            "The region '\(hub.location)' of the hub '\(hub.name)' has no device streams. "
                + (able.isEmpty ? "No region of this server has." : "These have: \(able.joined(separator: ", "))."),
            target: "location"
        )
    }
}
