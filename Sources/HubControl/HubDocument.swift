import HubModel

/// A resource as JSON, with its entity tag.
package struct HubDocument: Sendable {
    package let bytes: [UInt8]
    /// Without its quotes.
    package let etag: String

    init(bytes: [UInt8]) {
        self.bytes = bytes
        etag = EntityTag.of(bytes)
    }
}
