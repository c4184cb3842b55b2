package import HubModel
import HubStore
import Logging

/// Hubs as whole values, which is how Azure Resource Manager's clients write them.
extension HubDirectory {
    /// Creates the hub, or gives the present one these tags; tells which.
    ///
    /// Name, resource group and location of a hub never change; another group or location throws `ResourceConflict`.
    package func put(
        _ caller: Caller,
        _ creation: HubCreation,
        _ precondition: Precondition
    ) async throws(HubError) -> (hub: HubResource, isNew: Bool) {
        try caller.require(.owner)
        try caller.require(sees: creation.name)
        let wanted = try row(for: creation)
        let region = try region(named: wanted.location)
        let naming = naming
        let (snapshot, isNew) = try await writer.put(wanted) { (writing, id) throws(HubError) in
            try caller.requireAllHubs()
            guard precondition == .none else {
                throw HubError(
                    .preconditionFailed,
                    "There is no hub '\(wanted.name)' that could match.",
                    target: "If-Match"
                )
            }
            try fill(writing, id, region)
        } changing: { (_, hub, records) throws(HubError) in
            try precondition.check(HubSnapshot(hub: hub, records: records, sequence: 0).resource(naming).etag)
            try Self.check(wanted, isWhere: hub)
            hub.tags = wanted.tags
        }
        log(isNew ? "hub created" : "hub changed", caller, wanted.name)
        return (try snapshot.resource(naming), isNew)
    }

    /// Gives the hub these tags instead of those that it has.
    package func setTags(
        _ caller: Caller,
        _ name: HubName,
        _ tags: Tags,
        _ precondition: Precondition
    ) async throws(HubError) -> HubResource {
        try caller.require(.owner, in: name)
        try tags.check()
        let naming = naming
        let (_, snapshot) = try await writer.change(name) { (_, hub, records) throws(HubError) in
            try precondition.check(HubSnapshot(hub: hub, records: records, sequence: 0).resource(naming).etag)
            hub.tags = tags
        }
        log("hub changed", caller, name)
        return try snapshot.resource(naming)
    }

    /// Whether the name of a hub can be given to a new one.
    ///
    /// Host names are public: a hub that the caller may not see counts.
    package func isFree(_ caller: Caller, _ name: HubName) throws(HubError) -> Bool {
        try caller.require(.reader)
        return index[name] == nil
    }

    private static func check(_ wanted: HubRow, isWhere hub: HubRow) throws(HubError) {
        guard hub.resourceGroup.lowercased() == wanted.resourceGroup.lowercased() else {
            throw HubError(
                .resourceConflict,
                "The hub '\(hub.name)' is in the resource group '\(hub.resourceGroup)'.",
                target: "resourceGroup"
            )
        }
        guard hub.location == wanted.location else {
            throw HubError(
                .resourceConflict,
                "The hub '\(hub.name)' is in '\(hub.location)'; a hub does not move.",
                target: "location"
            )
        }
    }

    func log(_ message: String, _ caller: Caller, _ hub: HubName) {
        logger.info("\(message)", metadata: ["hub.id": "\(hub)", "token.id": "\(caller.tokenID)"])
    }
}
