import HubModel
package import HubStore

/// A hub with everything that most reads want, as of one commit.
package struct HubSnapshot: Sendable {
    package var hub: HubRow
    /// The records that are on the allowlist, by id; no retired ones.
    package var records: [RecordRow]
    /// Grows with each commit: of two snapshots of a hub, the greater is the later.
    var sequence: UInt64

    /// The https URLs of the endpoints that take streams.
    func streamingURLs(_ naming: HostNaming) -> [String] {
        records.compactMap { record in
            guard record.kind == .streaming, record.state == .active, let stamp = record.stamp else { return nil }
            return naming.url(naming.streamingHost(hub.name, stamp))
        }
    }

    /// What `devicestream show` prints.
    func deviceStreams(_ naming: HostNaming) -> DeviceStreams {
        DeviceStreams(streamingEndpoints: streamingURLs(naming))
    }

    /// The hub as the REST API shows it.
    func resource(_ naming: HostNaming) throws(HubError) -> HubResource {
        let urls = streamingURLs(naming)
        var resource = HubResource(
            name: hub.name,
            location: hub.location,
            resourceGroup: hub.resourceGroup,
            tags: hub.tags,
            etag: "",
            createdAt: hub.createdAt,
            updatedAt: hub.updatedAt,
            properties: .init(
                hostName: naming.authority(naming.mainHost(hub.name)),
                deviceStreams: urls.isEmpty ? nil : DeviceStreams(streamingEndpoints: urls),
                state: .active,
                limits: hub.limits,
                ips: hub.ips
            )
        )
        resource.etag = try EntityTag.of(resource)
        return resource
    }

    /// The allowlist with the addresses that were declared.
    func allowlist(_ naming: HostNaming) -> Allowlist {
        Allowlist(
            hub: hub.name,
            version: hub.allowlistVersion,
            updatedAt: hub.allowlistUpdatedAt,
            value: records.map { AllowlistLedger.render($0, of: hub, naming) }
        )
    }
}
