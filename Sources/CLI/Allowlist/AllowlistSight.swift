package import HubModel

/// A list as it was seen, and what to do about it.
package struct AllowlistSight: Equatable, Sendable {
    package enum Action: Equatable, Sendable {
        case apply
        /// It is what was applied last.
        case leave
        /// It must not be applied, and why.
        case refuse(String)
    }

    package let version: AllowlistVersion
    package let recordCount: Int
    package let tag: String
    package let bytes: [UInt8]

    package init(version: AllowlistVersion, recordCount: Int, tag: String, bytes: [UInt8]) {
        self.version = version
        self.recordCount = recordCount
        self.tag = tag
        self.bytes = bytes
    }

    /// A firewall with no way to the hub could never learn of the next list; one that went back would close ways that are
    /// in use.
    package func action(after applied: AppliedAllowlist?) -> Action {
        if recordCount == 0 || bytes.isEmpty { return .refuse("The list is empty; what was applied stays.") }
        guard let applied else { return .apply }
        if version < applied.version {
            return .refuse("The list is of version \(version), older than the applied \(applied.version), which stays.")
        }
        return tag == applied.tag ? .leave : .apply
    }
}

/// What was applied last, as it is remembered.
package struct AppliedAllowlist: Codable, Equatable, Sendable {
    package var version: AllowlistVersion
    package var tag: String

    package init(version: AllowlistVersion, tag: String) {
        self.version = version
        self.tag = tag
    }
}
