package import HubModel
import HubStore
import Logging

/// The hubs of this server.
package struct HubDirectory: Sendable {
    let store: HubStore
    let index: HubIndex
    let writer: HubWriter
    let access: AccessControl
    let regions: [Region]
    let naming: HostNaming
    let revocations: RevocationBus
    let world: World
    let logger: Logger

    /// The resource group of a hub that was given none.
    static let standardGroup = "default"
    /// As long as Azure Resource Manager allows.
    static let maximumGroupLength = 90

    /// Where hubs can be.
    package var regionNames: [String] { regions.map(\.name) }

    /// The hubs that the caller may see, by name; those of a resource group where one is named.
    package func list(
        _ caller: Caller,
        group: String? = nil,
        _ page: PageRequest
    ) async throws(HubError) -> ListPage<HubResource> {
        try caller.require(.reader)
        let key = try page.key()
        let within = caller.hubs.map(Array.init)
        let rows = try await store.read { (reading) throws(HubError) in
            try reading.hubs(after: key, limit: page.top + 1, within: within, group: group)
        }
        var resources: [HubResource] = []
        for row in rows {
            // One that was removed after the rows were read is left out.
            guard let snapshot = index[row.name] else { continue }
            resources.append(try snapshot.resource(naming))
        }
        return ListPage(resources, top: page.top) { $0.name.key }
    }

    package func get(_ caller: Caller, _ name: HubName) async throws(HubError) -> HubResource {
        try caller.require(.reader)
        return try snapshot(caller, name).resource(naming)
    }

    /// What the service and the devices of the hub connect to for streams; an empty list where there are none.
    package func deviceStreams(_ caller: Caller, _ name: HubName) async throws(HubError) -> DeviceStreams {
        try snapshot(caller, name).deviceStreams(naming)
    }

    /// The same as bytes, made once for each state of the hub: firewalls and scripts ask for nothing else as often.
    package func deviceStreamsDocument(_ caller: Caller, _ name: HubName) async throws(HubError) -> HubDocument {
        let snapshot = try snapshot(caller, name)
        if let known = index.document(of: snapshot) { return known }
        let document = HubDocument(bytes: try RestJSON.encode(snapshot.deviceStreams(naming)))
        index.keep(document, of: snapshot)
        return document
    }

    /// Whether a request to this host name is for this server.
    package func owns(host: String) -> Bool { index.owns(host: host, naming) }

    package func create(_ caller: Caller, _ creation: HubCreation) async throws(HubError) -> HubResource {
        try caller.require(.owner)
        try caller.requireAllHubs()
        let row = try row(for: creation)
        let region = try region(named: row.location)
        let snapshot = try await writer.create(row) { (writing, id) throws(HubError) in
            try fill(writing, id, region)
        }
        log("hub created", caller, row.name)
        return try snapshot.resource(naming)
    }

    package func update(
        _ caller: Caller,
        _ name: HubName,
        _ patch: HubPatch,
        _ precondition: Precondition
    ) async throws(HubError) -> HubResource {
        try caller.require(.owner, in: name)
        let ips = try patch.properties?.ips.map { ips throws(HubError) in
            try AddressRange.canonical(ips, target: "properties.ips")
        }
        let (_, snapshot) = try await writer.change(name) { (writing, hub, records) throws(HubError) in
            let present = HubSnapshot(hub: hub, records: records, sequence: 0)
            try precondition.check(present.resource(naming).etag)
            if let tags = patch.tags { hub.tags = hub.tags.merged(with: tags) }
            try hub.tags.check()
            if let limits = patch.properties?.limits { hub.limits = limits.applied(to: hub.limits) }
            if let ips { hub.ips = ips }
        }
        log("hub changed", caller, name)
        return try snapshot.resource(naming)
    }

    /// Removes the hub and all that is in it.
    ///
    /// Its name is free at once; its devices are cleared away in the background.
    package func delete(_ caller: Caller, _ name: HubName, _ precondition: Precondition) async throws(HubError) {
        try caller.require(.owner, in: name)
        let sequence = try await store.write { (writing) throws(HubError) in
            let hub = try writing.existingHub(name)
            let records = try writing.records(hub: hub.id, includingRetired: false)
            let present = HubSnapshot(hub: hub, records: records, sequence: 0)
            try precondition.check(present.resource(naming).etag)
            try writing.removeHub(hub.id)
            // A later hub of the same name is another hub: tokens of this one must not open it.
            try TokenDirectory.forget(name, writing)
            return index.nextSequence()
        }
        access.forget()
        index.removed(name, sequence: sequence)
        revocations.publish(.hub(name))
        logger.notice("hub deleted", metadata: ["hub.id": "\(name)", "token.id": "\(caller.tokenID)"])
    }

    func snapshot(_ caller: Caller, _ name: HubName) throws(HubError) -> HubSnapshot {
        try caller.require(sees: name)
        guard let snapshot = index[name] else { throw .noHub(name) }
        return snapshot
    }

    func row(for creation: HubCreation) throws(HubError) -> HubRow {
        let group = creation.resourceGroup ?? Self.standardGroup
        guard (1...Self.maximumGroupLength).contains(group.utf8.count),
            group.utf8.allSatisfy({ $0.isLetterOrDigit || "-_.()".utf8.contains($0) }), group.last != "."
        else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(group, limit: 100))' is not a resource group: 1 to \(Self.maximumGroupLength) of "
                    + "A-Z a-z 0-9 - _ . ( ), not ending in a dot.",
                target: "resourceGroup"
            )
        }
        let tags = creation.tags ?? [:]
        try tags.check()
        let now = world.now
        return HubRow(
            id: 0,
            name: creation.name,
            location: try region(named: creation.location).name,
            resourceGroup: group,
            tags: tags,
            limits: creation.properties?.limits?.applied(to: .standard) ?? .standard,
            ips: try AddressRange.canonical(creation.properties?.ips ?? [], target: "properties.ips"),
            createdAt: now,
            updatedAt: now,
            allowlistVersion: AllowlistVersion(firstAt: now),
            allowlistUpdatedAt: now,
            hostBase: writer.hostBase,
            deviceCount: 0
        )
    }

    /// The region of that name; the first one where none is named.
    func region(named name: String?) throws(HubError) -> Region {
        guard let name else {
            guard let first = regions.first else {
                throw HubError(.serverError, "The server has no regions.", detail: "configuration without regions")
            }
            return first
        }
        guard let region = regions.first(where: { $0.name.lowercased() == name.lowercased() }) else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(name, limit: 60))' is not a region of this server: "
                    + regions.map(\.name).joined(separator: ", ") + ".",
                target: "location"
            )
        }
        return region
    }

    /// What a new hub is born with: its main host, a streaming endpoint where the region has streams, the
    /// MQTT port where there is one, five policies, and its own log.
    func fill(_ writing: Writing, _ id: Int64, _ region: Region) throws(HubError) {
        let now = world.now
        _ = try writing.insertRecord(RecordRow(.main, hub: id, region: region.name, at: now))
        if region.deviceStreams {
            _ = try writing.insertRecord(
                RecordRow(.streaming, hub: id, stamp: region.stamp, region: region.name, at: now)
            )
        }
        if naming.mqttPort != nil { _ = try writing.insertRecord(RecordRow(.mqtt, hub: id, at: now)) }
        for (name, rights) in AccessRight.standardPolicies {
            try writing.insertPolicy(
                PolicyRow(hubID: id, name: try PolicyName(name), rights: rights, createdAt: now, updatedAt: now),
                keys: KeyPair(primaryKey: world.newKey(), secondaryKey: world.newKey())
            )
        }
        try DiagnosticSettingDirectory.insertStandard(writing, hub: id, world)
    }
}

extension RecordRow {
    /// A new record that is active at once.
    init(_ kind: RecordKind, hub: Int64, stamp: RegionStamp? = nil, region: String? = nil, at now: Timestamp) {
        self.init(
            id: 0,
            hubID: hub,
            kind: kind,
            stamp: stamp,
            region: region,
            state: .active,
            effective: now,
            retires: nil,
            ips: [],
            notes: nil,
            createdAt: now,
            updatedAt: now
        )
    }
}
