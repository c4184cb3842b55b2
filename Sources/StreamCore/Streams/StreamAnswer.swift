package import HubModel

/// What a device says to a stream request.
package enum StreamAnswer: Equatable, Sendable {
    /// It takes the stream; ours names the service that it serves, and says whether it carries half-closes.
    case accepted(service: ServiceName?, halfClose: Bool = false)
    case rejected(StreamRejection)
}

/// The reason of a rejection, as far as the device gave one: SDKs give none.
package struct StreamRejection: Equatable, Sendable {
    package var code: RejectionCode?
    /// Free text from the device, to be shown as such.
    package var text: String?
    /// In whole seconds, a day at most.
    package var retryAfter: Duration?

    package init(code: RejectionCode? = nil, text: String? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.text = text
        self.retryAfter = retryAfter
    }
}

/// A device's own code for a rejection: 1 to 64 of `A-Z a-z 0-9 - . _ ~`.
package struct RejectionCode: Identifier {
    package static let noun = "rejection code"
    package static let rule = "1 to 64 of A-Z a-z 0-9 - . _ ~ and neither '.' nor '..'"
    package let text: String

    package init(checked text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { Unreserved.accepts(text, 1...64) }
}
