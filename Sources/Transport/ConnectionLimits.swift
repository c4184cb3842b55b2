/// How many connections a listener lets in.
package struct ConnectionLimits: Sendable, Equatable {
    /// Connections at once, in all.
    package var connections: Int
    /// Connections at once that have not completed their TLS handshake, in all.
    package var handshakes: Int
    /// The same for one IPv4 address or one IPv6 /64.
    package var handshakesPerAddress: Int

    package init(connections: Int, handshakes: Int, handshakesPerAddress: Int) {
        self.connections = connections
        self.handshakes = handshakes
        self.handshakesPerAddress = handshakesPerAddress
    }

    /// One descriptor in this many is not given to connections: those already in need some for what they ask for
    /// (database, files, outgoing connections).
    static let reservedFraction = 8
    /// And never fewer than this: the database with its log, log files, event loops and listeners take about 30.
    static let leastReserved = 64
    /// The most connections whatever the descriptors: an idle TLS connection costs about 50 KiB, so these are 6 GiB.
    static let mostConnections = 131_072
    /// Handshakes may take this part of the connections, so that a flood of them leaves room for those who finish.
    static let handshakeFraction = 4
    /// The most handshakes at once.
    ///
    /// Two cores finish some thousand in a second; more waiting would only time out.
    static let mostHandshakes = 8192
    /// One address may take this part of the handshakes: four hosts are needed to shut others out.
    static let addressFraction = 4
    /// The most handshakes at once from one address.
    ///
    /// At 100 ms each these are 10,000 in a second, enough for a site of many devices behind one address after a power
    /// cut.
    static let mostHandshakesPerAddress = 1024

    /// Limits that fit the number of descriptors the process may hold (`DescriptorLimit.raise()`).
    package init(descriptorLimit: Int) {
        let reserved = max(Self.leastReserved, descriptorLimit / Self.reservedFraction)
        connections = max(1, min(Self.mostConnections, descriptorLimit - reserved))
        handshakes = max(1, min(Self.mostHandshakes, connections / Self.handshakeFraction))
        handshakesPerAddress = max(1, min(Self.mostHandshakesPerAddress, handshakes / Self.addressFraction))
    }
}
