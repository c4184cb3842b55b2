package import AllowlistFormats
package import HubModel
import HubStore

/// The allowlist of each hub, for those who keep firewalls.
package struct AllowlistDirectory: Sendable {
    let hubs: HubDirectory
    let addresses: AddressBook

    /// A list in one of its forms.
    package struct Document: Sendable {
        package let bytes: [UInt8]
        package let contentType: String
        /// Depends on the records alone: what DNS says does not change it.
        package let etag: String
    }

    /// What the list says of a record that has no addresses at all.
    static let noAddresses = "No addresses are declared, and the name does not resolve from the hub."

    /// The list with addresses: declared ones, or else what DNS says.
    package func allowlist(_ caller: Caller, _ hub: HubName) async throws(HubError) -> Allowlist {
        var list = try hubs.snapshot(caller, hub).allowlist(hubs.naming)
        for index in list.value.indices where list.value[index].ips.isEmpty {
            var found: Set<AddressRange> = []
            for url in list.value[index].urls { found.formUnion(await addresses.addresses(of: url)) }
            list.value[index].ips = found.sorted().map(\.description)
            list.value[index].ipsSource = found.isEmpty ? AllowlistRecord.AddressSource.none : .dns
            if found.isEmpty {
                list.value[index].notes = [list.value[index].notes, Self.noAddresses].compactMap(\.self)
                    .joined(separator: " ")
            }
        }
        return list
    }

    /// The list as bytes.
    ///
    /// Names are not resolved for a form that holds no addresses.
    package func document(
        _ caller: Caller,
        _ hub: HubName,
        _ format: AllowlistFormat
    ) async throws(HubError) -> Document {
        let plain = try hubs.snapshot(caller, hub).allowlist(hubs.naming)
        let list: Allowlist =
            switch format {
            case .names: plain
            case .json, .csv: try await allowlist(caller, hub)
            }
        return Document(
            bytes: try format.document(of: list),
            contentType: format.contentType,
            etag: EntityTag.of(try RestJSON.encode(plain) + Array(format.rawValue.utf8))
        )
    }

    package func version(_ caller: Caller, _ hub: HubName) async throws(HubError) -> AllowlistVersionResource {
        let row = try hubs.snapshot(caller, hub).hub
        return AllowlistVersionResource(
            hub: row.name,
            version: row.allowlistVersion,
            updatedAt: row.allowlistUpdatedAt
        )
    }

    /// What happened after a version; everything since the hub was created where there is none.
    package func changes(
        _ caller: Caller,
        _ hub: HubName,
        since: AllowlistVersion?
    ) async throws(HubError) -> AllowlistChanges {
        let row = try hubs.snapshot(caller, hub).hub
        let since = since ?? AllowlistVersion(number: 0)
        let (changes, version) = try await hubs.store.read { (reading) throws(HubError) in
            guard let present = try reading.hub(row.name), present.id == row.id else { throw .noHub(hub) }
            return (try reading.changes(hub: row.id, since: since), present.allowlistVersion)
        }
        return AllowlistChanges(hub: row.name, since: since, version: version, value: changes)
    }
}
