import AllowlistFormats
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
        package let fileName: String
        /// Depends on the records alone, unless the form is made of addresses: a firewall that polls must hear of those
        /// that DNS gives anew.
        package let etag: String
    }

    /// What the list says of a record that has no addresses at all.
    static let noAddresses = "No addresses are declared, and the name does not resolve from the hub."

    /// The list with addresses: declared ones, or else what DNS says.
    package func allowlist(_ caller: Caller, _ hub: HubName) async throws(HubError) -> Allowlist {
        var list = await resolved(try recorded(caller, hub))
        for index in list.value.indices where list.value[index].ipsSource == AllowlistRecord.AddressSource.none {
            list.value[index].notes = [list.value[index].notes, Self.noAddresses].compactMap(\.self)
                .joined(separator: " ")
        }
        return list
    }

    /// The list as bytes.
    ///
    /// Names are not resolved for a form that holds no addresses. Throws `NameNotResolved` where a form is made of
    /// addresses and a record has none.
    package func document(
        _ caller: Caller,
        _ hub: HubName,
        _ format: AllowlistFormat
    ) async throws(HubError) -> Document {
        let plain = try recorded(caller, hub)
        var feed = AllowlistFeed(list: plain)
        switch format.addressUse {
        case .none: break
        case .shown: feed.list = try await allowlist(caller, hub)
        case .needed: feed.list = await resolved(plain)
        }
        if format.tellsChanges { feed.changes = try await changes(caller, hub, since: nil).value }
        let bytes = try format.document(of: feed)
        let records = try RestJSON.encode(plain) + Array(format.rawValue.utf8)
        return Document(
            bytes: bytes,
            contentType: format.contentType,
            fileName: format.fileName(of: plain.hub),
            etag: EntityTag.of(format.addressUse == .needed ? bytes : records)
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
        return AllowlistChanges(
            hub: row.name,
            since: since,
            version: version,
            value: changes.map { change in
                var change = change
                change.previous = change.previous.map { shown($0, to: caller) }
                change.current = change.current.map { shown($0, to: caller) }
                return change
            }
        )
    }

    /// The list with the addresses that were declared; nobody is asked for others.
    package func recorded(_ caller: Caller, _ hub: HubName) throws(HubError) -> Allowlist {
        var list = try hubs.snapshot(caller, hub).allowlist(hubs.naming)
        list.value = list.value.map { shown($0, to: caller) }
        return list
    }

    /// Notes are words among those who keep the hub: nobody without a token reads them.
    private func shown(_ record: AllowlistRecord, to caller: Caller) -> AllowlistRecord {
        guard caller == .anonymous else { return record }
        var record = record
        record.notes = nil
        return record
    }

    /// Fills in what DNS says where no addresses are declared; all names at once, because each may take seconds.
    private func resolved(_ plain: Allowlist) async -> Allowlist {
        let names = Set(plain.value.filter(\.ips.isEmpty).flatMap(\.urls))
        let found = await withTaskGroup(of: (String, [AddressRange]).self) { group in
            for name in names { group.addTask { (name, await addresses.addresses(of: name)) } }
            return await group.reduce(into: [:]) { found, answer in found[answer.0] = answer.1 }
        }
        var list = plain
        for index in list.value.indices where list.value[index].ips.isEmpty {
            let ranges = Set(list.value[index].urls.flatMap { found[$0] ?? [] })
            list.value[index].ips = ranges.sorted().map(\.description)
            list.value[index].ipsSource = ranges.isEmpty ? AllowlistRecord.AddressSource.none : .dns
        }
        return list
    }
}
