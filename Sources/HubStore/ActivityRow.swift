package import HubModel

/// A row of a hub's log, as those meet it who read the log from its beginning to its end.
package enum ActivityRow: Equatable, Sendable {
    case record(StoredActivity)
    /// What no version of this program wrote: a reader goes on behind it. Verifying the chain names it.
    case damaged(sequence: Int64, category: ActivityRecord.Category?)

    /// The place in the chain.
    package var sequence: Int64 {
        switch self {
        case .record(let stored): stored.sequence
        case .damaged(let sequence, _): sequence
        }
    }

    /// The record, where it can be read.
    package var record: StoredActivity? {
        switch self {
        case .record(let stored): stored
        case .damaged: nil
        }
    }
}
