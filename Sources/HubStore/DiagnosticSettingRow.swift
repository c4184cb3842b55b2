package import HubModel

/// A diagnostic setting as it is stored.
package struct DiagnosticSettingRow: Equatable, Sendable {
    /// Given by the store; never used again for another setting.
    package var id: Int64
    package var hubID: Int64
    package var name: DiagnosticSettingName
    package var categories: [DiagnosticCategory]
    package var destination: DiagnosticDestination
    package var etag: String
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// The last record that the destination took or had no use for; `nil` before the first.
    package var cursor: Int64?
    package var delivery: DiagnosticDelivery

    package init(
        id: Int64 = 0,
        hubID: Int64,
        name: DiagnosticSettingName,
        categories: [DiagnosticCategory],
        destination: DiagnosticDestination,
        etag: String,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        cursor: Int64? = nil,
        delivery: DiagnosticDelivery = DiagnosticDelivery()
    ) {
        self.id = id
        self.hubID = hubID
        self.name = name
        self.categories = categories
        self.destination = destination
        self.etag = etag
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.cursor = cursor
        self.delivery = delivery
    }
}
