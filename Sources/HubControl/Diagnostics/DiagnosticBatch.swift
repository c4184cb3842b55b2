package import HubModel

/// Records on their way to a destination.
package struct DiagnosticBatch: Equatable, Sendable {
    /// A record, with what destinations read of it.
    package struct Item: Equatable, Sendable {
        package let record: ActivityRecord
        /// `nil` for a sample.
        package let sequence: Int64?
        /// A `DiagnosticRecord` as JSON on one line.
        package let json: [UInt8]

        package init(record: ActivityRecord, sequence: Int64?, json: [UInt8]) {
            self.record = record
            self.sequence = sequence
            self.json = json
        }
    }

    /// The same for the same records, so that a receiver knows a batch that comes twice.
    package let id: String
    /// The host name of the hub's main endpoint, from which messages are.
    package let host: String
    package let items: [Item]

    package init(id: String, host: String, items: [Item]) {
        self.id = id
        self.host = host
        self.items = items
    }
}
