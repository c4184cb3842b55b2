package import HubModel

/// What the server's configuration lets destinations be.
package struct SinkSettings: Equatable, Sendable {
    /// The directory below which log files stand; `nil` where there are none.
    package var fileDirectory: String?
    /// Whose signature on a receiver's certificate counts.
    package var trust: TrustedAuthorities
    /// Which addresses may be connected to.
    package var addresses: OutboundAddresses

    package init(
        fileDirectory: String? = nil,
        trust: TrustedAuthorities = .system,
        addresses: OutboundAddresses = OutboundAddresses()
    ) {
        self.fileDirectory = fileDirectory
        self.trust = trust
        self.addresses = addresses
    }
}
