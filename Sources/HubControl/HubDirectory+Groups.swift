package import HubModel
import HubStore

/// The resource groups: what the hubs say of themselves, in any case of letters.
///
/// A group is there as long as a hub is in it; the standard one always is. Hubs are put into any group.
extension HubDirectory {
    /// A resource group, and where its first hub is.
    package struct Group: Equatable, Sendable {
        package let name: String
        package let location: String
    }

    /// The groups of the hubs that the caller may see, by name.
    package func groups(_ caller: Caller, _ page: PageRequest) throws(HubError) -> ListPage<Group> {
        try caller.require(.reader)
        return try ListPage(of: groups(caller), page) { $0.name.lowercased() }
    }

    /// The group of that name, in any case.
    package func group(_ caller: Caller, _ name: String) throws(HubError) -> Group? {
        try caller.require(.reader)
        return try groups(caller).first { $0.name.lowercased() == name.lowercased() }
    }

    private func groups(_ caller: Caller) throws(HubError) -> [Group] {
        var groups = [Self.standardGroup: Group(name: Self.standardGroup, location: try region(named: nil).name)]
        let visible = index.all.filter { caller.hubs?.contains($0.hub.name) ?? true }
        for hub in visible.map(\.hub).sorted(by: { $0.name.key > $1.name.key }) {
            groups[hub.resourceGroup.lowercased()] = Group(name: hub.resourceGroup, location: hub.location)
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
