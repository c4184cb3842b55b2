import HubModel
import HubStore

/// What this server is in Azure's world: one subscription of one tenant.
///
/// Both ids follow from the master key, so that they stay as they are for as long as the state does.
package struct Tenancy: Equatable, Sendable {
    package let tenantID: String
    package let subscriptionID: String

    init(_ store: HubStore) {
        tenantID = Self.id(store, "azure tenant")
        subscriptionID = Self.id(store, "azure subscription")
    }

    /// A UUID of version 8: made in a way of our own (RFC 9562 §5.8).
    private static func id(_ store: HubStore, _ purpose: String) -> String {
        UUIDText.make(store.secret(for: purpose, count: 16).bytes, version: 8)
    }
}
