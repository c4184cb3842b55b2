/// Services that an agent has in itself.
package enum BuiltInService: String, CaseIterable, Sendable {
    /// Sends back whatever comes (RFC 862).
    case echo
    /// Takes whatever comes (RFC 863), then says how many bytes that were, in digits and a line end.
    case discard
    /// Sends bytes until the other side has had enough (RFC 864).
    case chargen
    /// A page of HTML that says where it comes from; the demo's.
    case web

    /// What 'stream test' needs.
    static let standard: [BuiltInService] = [.echo, .discard, .chargen]
}
