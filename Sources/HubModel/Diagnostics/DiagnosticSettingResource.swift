/// A diagnostic setting as the REST API shows it; a webhook's secret is never shown.
public struct DiagnosticSettingResource: Codable, Equatable, Sendable {
    /// The name.
    public var name: DiagnosticSettingName
    /// Which records go there.
    public var categories: [DiagnosticCategory]
    /// Where they go.
    public var destination: DiagnosticDestination
    /// How far the destination is; `nil` for the hub's own log.
    public var delivery: DiagnosticDelivery?
    /// Changes with every change of the setting, not with what is delivered.
    public var etag: String
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed.
    public var updatedAt: Timestamp

    /// All members, in order.
    public init(
        name: DiagnosticSettingName,
        categories: [DiagnosticCategory],
        destination: DiagnosticDestination,
        delivery: DiagnosticDelivery?,
        etag: String,
        createdAt: Timestamp,
        updatedAt: Timestamp
    ) {
        self.name = name
        self.categories = categories
        self.destination = destination
        self.delivery = delivery
        self.etag = etag
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
