package import HubModel

/// A twin as it is stored: its head with the identity, its properties apart.
package struct TwinRow: Equatable, Sendable {
    package var etag: String
    package var version: Int64
    package var tags: JSONObject
    package var desired: TwinProperties
    package var reported: TwinProperties

    package init(
        etag: String,
        version: Int64,
        tags: JSONObject,
        desired: TwinProperties,
        reported: TwinProperties
    ) {
        self.etag = etag
        self.version = version
        self.tags = tags
        self.desired = desired
        self.reported = reported
    }
}
