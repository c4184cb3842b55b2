/// A region of the configuration: where hubs can be.
package struct Region: Equatable, Sendable {
    package var name: String
    /// The stamp of the streaming endpoint that a new hub in this region gets.
    package var stamp: RegionStamp
    /// Whether hubs in this region have device streams.
    package var deviceStreams: Bool

    package init(name: String, stamp: RegionStamp, deviceStreams: Bool) {
        self.name = name
        self.stamp = stamp
        self.deviceStreams = deviceStreams
    }
}
