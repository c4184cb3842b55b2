package import HubModel
import HubStore
import Logging
package import StreamCore

/// Desired properties that were changed, for the device that they are for.
struct DesiredChange: Sendable {
    let hub: HubName
    let identity: DeviceIdentity
    let publish: DevicePublish
}

/// The twins of devices and modules: what services write, and what devices report.
package struct TwinDirectory: Sendable {
    let access: ServiceAccess
    let connections: DeviceConnections
    var hubs: HubDirectory { access.hubs }

    package func twin(_ signature: ServiceSignature, _ identity: DeviceIdentity) async throws(HubError) -> TwinResource
    {
        let caller = try await access.authenticate(signature, .twin(identity), .serviceConnect)
        let (hub, id) = (caller.hub, caller.hubID)
        let subject = try await hubs.store.read { (reading) throws(HubError) in
            try TwinSubject(reading, hub, id, identity)
        }
        return shown(subject, hub)
    }

    /// Merges into tags and desired properties; `null` takes a member away.
    package func merge(
        _ signature: ServiceSignature,
        _ identity: DeviceIdentity,
        _ update: @autoclosure () throws(HubError) -> TwinUpdate,
        _ precondition: Precondition
    ) async throws(HubError) -> TwinResource {
        try await write(signature, identity, update()) { (update, writing, hub, id) throws(HubError) in
            try merge(update, identity, writing, hub, id, precondition)
        }
    }

    /// Puts tags and desired properties in the place of all that there are; what the body does not name stays.
    package func replace(
        _ signature: ServiceSignature,
        _ identity: DeviceIdentity,
        _ update: @autoclosure () throws(HubError) -> TwinUpdate,
        _ precondition: Precondition
    ) async throws(HubError) -> TwinResource {
        try await write(signature, identity, update()) { (update, writing, hub, id) throws(HubError) in
            try change(update, identity, writing, hub, id, precondition, replaces: true)
        }
    }

    /// Answers what a device asks about its twin; one that is not there, or asks for nonsense, is told by a status.
    ///
    /// What was sent before the connection ended is still done.
    package func answer(_ request: TwinRequest, from connection: DeviceConnection) async -> DevicePublish {
        let (hub, identity) = (connection.hub, connection.identity)
        guard let hubID = hubs.index[hub]?.hub.id else { return TwinAnswer.refused(request.id, status: 404) }
        do throws(HubError) {
            switch request {
            case .read(let rid):
                let twin = try await hubs.store.read { (reading) throws(HubError) in
                    try TwinSubject(reading, hub, hubID, identity).twin
                }
                let document: JSONObject = [
                    "desired": .object(twin.desired.plain), "reported": .object(twin.reported.plain),
                ]
                return TwinAnswer.document(rid, try RestJSON.encode(document))
            case .report(let rid, let bytes):
                let patch = try RestJSON.decode(JSONObject.self, from: bytes)
                    .filter { !TwinRules.ownMembers.contains($0.key) }
                try TwinRules.check(patch, part: TwinRules.reportedPart)
                let now = hubs.world.now
                let version = try await hubs.store.write { (writing) throws(HubError) in
                    var subject = try TwinSubject(writing, hub, hubID, identity)
                    return try subject.report(patch, writing, hubID, now)
                }
                return TwinAnswer.reported(rid, version: version)
            }
        } catch {
            hubs.logger.debug(
                "twin request refused",
                metadata: [
                    "hub.id": "\(hub)", "device.id": "\(identity)", "error.code": "\(error.code.rawValue)",
                    "detail": "\(VisibleText.show(error.detail ?? error.message, limit: 400))",
                ]
            )
            return TwinAnswer.refused(request.id, status: error.code.httpStatus ?? 500)
        }
    }

    /// Tells a device of changed properties, if it is connected and wants to know.
    func publish(_ change: DesiredChange) {
        connections.current(change.hub, change.identity)?.link.publish(change.publish) { _ in }
    }

    /// The part of `merge` that runs within a transaction.
    func merge(
        _ update: TwinUpdate,
        _ identity: DeviceIdentity,
        _ writing: Writing,
        _ hub: HubName,
        _ hubID: Int64,
        _ precondition: Precondition
    ) throws(HubError) -> (subject: TwinSubject, desired: DesiredChange?) {
        try change(update, identity, writing, hub, hubID, precondition, replaces: false)
    }

    private func change(
        _ update: TwinUpdate,
        _ identity: DeviceIdentity,
        _ writing: Writing,
        _ hub: HubName,
        _ hubID: Int64,
        _ precondition: Precondition,
        replaces: Bool
    ) throws(HubError) -> (subject: TwinSubject, desired: DesiredChange?) {
        try update.check()
        var subject = try TwinSubject(writing, hub, hubID, identity)
        try precondition.check(subject.twin.etag)
        let before = subject.twin.desired
        try subject.write(update, replaces: replaces, writing, hubID, hubs.world)
        guard let desired = update.desiredValues else { return (subject, nil) }
        var patch = replaces ? subject.twin.desired.patch(from: before) : desired
        patch["$version"] = .integer(subject.twin.desired.version)
        let publish = TwinAnswer.desired(try RestJSON.encode(patch), version: subject.twin.desired.version)
        return (subject, DesiredChange(hub: hub, identity: identity, publish: publish))
    }

    private func write(
        _ signature: ServiceSignature,
        _ identity: DeviceIdentity,
        _ update: @autoclosure () throws(HubError) -> TwinUpdate,
        _ change:
            @escaping @Sendable (TwinUpdate, Writing, HubName, Int64) throws(HubError) -> (TwinSubject, DesiredChange?)
    ) async throws(HubError) -> TwinResource {
        let caller = try await access.authenticate(signature, .twin(identity), .serviceConnect)
        let (hub, id, update) = (caller.hub, caller.hubID, try update())
        let (subject, _) = try await hubs.store.write { (writing) throws(HubError) in
            try change(update, writing, hub, id)
        } committed: { _, desired in
            if let desired { publish(desired) }
        }
        hubs.logger.info(
            "twin changed",
            metadata: [
                "hub.id": "\(hub)", "device.id": "\(identity)",
                "caller": "\(VisibleText.show(caller.identity.text, limit: 200))",
            ]
        )
        return shown(subject, hub)
    }

    func shown(_ subject: TwinSubject, _ hub: HubName) -> TwinResource {
        var device = subject.device.resource
        connections.complete(&device, of: hub)
        let twin = subject.twin
        guard let module = subject.module else {
            return TwinResource(
                deviceId: device.deviceId,
                moduleId: nil,
                etag: twin.etag,
                deviceEtag: subject.device.identityETag,
                status: device.status,
                statusUpdateTime: device.statusUpdatedTime,
                connectionState: device.connectionState,
                lastActivityTime: device.lastActivityTime,
                authentication: device.authentication,
                version: twin.version,
                tags: twin.tags,
                desired: twin.desired,
                reported: twin.reported
            )
        }
        let entry = connections.current(hub, subject.identity)
        return TwinResource(
            deviceId: device.deviceId,
            moduleId: module.moduleID,
            etag: twin.etag,
            deviceEtag: module.etag,
            status: device.status,
            statusUpdateTime: device.statusUpdatedTime,
            connectionState: entry == nil ? .disconnected : .connected,
            lastActivityTime: entry?.lastActivity,
            authentication: module.authentication,
            version: twin.version,
            tags: twin.tags,
            desired: twin.desired,
            reported: twin.reported
        )
    }
}
