package import HubModel

/// The id of a gateway instance: 1 to 64 of `A-Z a-z 0-9 - . _ ~`.
package struct GatewayID: Identifier {
    package static let noun = "gateway id"
    package static let rule = "1 to 64 of A-Z a-z 0-9 - . _ ~ and neither '.' nor '..'"
    package let text: String

    package init(checked text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { Unreserved.accepts(text, 1...64) }
}

/// One run of one gateway.
///
/// Tokens name it, so that after a restart, when the used ones are forgotten, those from before open nothing.
package struct GatewayInstance: Hashable, Sendable {
    package let id: GatewayID
    /// When the process started.
    package let started: Timestamp

    package init(id: GatewayID, started: Timestamp) {
        self.id = id
        self.started = started
    }
}
