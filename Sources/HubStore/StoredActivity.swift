package import HubModel

/// A record of the activity log as it is stored.
package struct StoredActivity: Equatable, Sendable {
    /// The order over all hubs, in which records were committed; grows, with gaps.
    package var id: Int64
    package var hub: Int64
    /// The place in the hub's chain; without gaps, from 1.
    package var sequence: Int64
    package var hash: [UInt8]
    /// Whether the hub's own log shows it; others wait there for the destination of a setting.
    package var isShown: Bool
    /// The exact text that the hash covers.
    package var text: String
    package var record: ActivityRecord
}
