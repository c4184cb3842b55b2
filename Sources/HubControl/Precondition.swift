import HubModel

/// What a request demands of the present state (RFC 9110 §13.1.1).
package enum Precondition: Equatable, Sendable {
    case none
    /// `If-Match: *`.
    case anyExisting
    /// `If-Match` with these tags, without their quotes.
    case matching([String])

    /// Throws `PreconditionFailed` when the tag is not one of those demanded.
    func check(_ etag: String) throws(HubError) {
        // Behind a dot stands what a representation has beside the resource's own tag (see `DeviceResource`).
        guard case .matching(let tags) = self, !tags.contains(where: { $0 == etag || $0.hasPrefix(etag + ".") }) else {
            return
        }
        throw HubError(
            .preconditionFailed,
            "The resource has changed: its ETag is now \"\(etag)\".",
            target: "If-Match"
        )
    }
}
