/// What DNS says of a name.
package struct NameResolution: Equatable, Sendable {
    /// Empty when the name has no addresses, or could not be resolved.
    package var addresses: [AddressRange]
    /// How long the answer holds.
    package var timeToLive: Duration

    package init(addresses: [AddressRange], timeToLive: Duration) {
        self.addresses = addresses
        self.timeToLive = timeToLive
    }
}
