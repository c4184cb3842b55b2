import HubControl
import HubModel

/// A hub as Azure Resource Manager shows it, with all members of `IotHubDescription` (2023-06-30-preview).
///
/// What the hub has is true; what it has not is empty, off, or Azure's standard value.
struct IotHubDescription: Encodable, EntityTagged {
    struct Sku: Encodable {
        let name = "S1"
        let tier = "Standard"
        let capacity = 1
    }

    struct Identity: Encodable {
        let type = "None"
    }

    struct SystemData: Encodable {
        let createdAt: Timestamp
        let lastModifiedAt: Timestamp
    }

    let id: String
    let name: String
    let type = "Microsoft.Devices/IotHubs"
    let location: String
    let tags: Tags
    /// In no schema of Azure, but in all its answers: `az` takes the group of a hub from it.
    let resourcegroup: String
    let subscriptionid: String
    let etag: String
    let sku = Sku()
    let identity = Identity()
    let systemData: SystemData
    let properties: IotHubProperties

    init(_ hub: HubResource, _ tenancy: Tenancy) {
        id = Self.id(hub, tenancy)
        name = hub.name.text
        location = hub.location
        tags = hub.tags
        resourcegroup = hub.resourceGroup
        subscriptionid = tenancy.subscriptionID
        etag = hub.etag
        systemData = SystemData(createdAt: hub.createdAt, lastModifiedAt: hub.updatedAt)
        properties = IotHubProperties(hub)
    }

    static func id(_ hub: HubResource, _ tenancy: Tenancy) -> String {
        "/subscriptions/\(tenancy.subscriptionID)/resourceGroups/\(hub.resourceGroup)" + Route.hubs + "/\(hub.name)"
    }
}
