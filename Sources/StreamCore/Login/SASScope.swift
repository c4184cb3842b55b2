package import HubModel

/// What a SAS token has to cover: a resource of a hub, and the right that opens it.
///
/// A token covers it when the segments of its `sr` are the first segments of the resource. Segments are compared, not
/// text, so that a token for `press-1` is none for `press-10`.
///
/// SDKs write `sr` in three ways: C not encoded, Python and Node encoded once, C# with its ids encoded and then the
/// whole again. For an identity's own key all three readings are tried, since that key opens nothing but the identity.
/// A policy's key opens every device, and a second decoding would make a token for the device `a%3Ab` one for `a:b`,
/// too: there `sr` is decoded once. That costs nothing, because C# writes the bare host with a policy's key.
package struct SASScope: Equatable, Sendable {
    /// Whose key the token claims to be signed with.
    package enum Signer: Equatable, Sendable {
        case identity, policy
    }

    /// The rights of which a policy needs one; the first is the usual one.
    package let rights: [AccessRight]
    private let host: String
    private let publicPort: Int
    private let path: [String]

    /// The device side of a hub, for one device or module.
    package static func device(_ identity: DeviceIdentity, of hub: HubName, naming: HostNaming) -> SASScope {
        SASScope(rights: [.deviceConnect], hub, naming, path: segments("devices", identity))
    }

    /// A resource of the service side of a hub, and the rights of which each opens it.
    package static func service(
        _ resource: ServiceResource,
        _ rights: [AccessRight],
        of hub: HubName,
        naming: HostNaming
    ) -> SASScope {
        let path =
            switch resource {
            case .registry: ["devices"]
            case .query: ["devices", "query"]
            case .statistics: ["statistics"]
            case .identity(let identity): segments("devices", identity)
            case .modules(let device): segments("devices", DeviceIdentity(device)) + ["modules"]
            case .twin(let identity): segments("twins", identity)
            }
        return SASScope(rights: rights, hub, naming, path: path)
    }

    private init(rights: [AccessRight], _ hub: HubName, _ naming: HostNaming, path: [String]) {
        self.rights = rights
        host = naming.mainHost(hub)
        publicPort = naming.publicPort
        self.path = path
    }

    private static func segments(_ collection: String, _ identity: DeviceIdentity) -> [String] {
        guard let module = identity.module else { return [collection, identity.device.text] }
        return [collection, identity.device.text, "modules", module.text]
    }

    /// Whether `sr`, as it was sent, is this resource or one above it.
    package func isCovered(by resource: String, signedBy signer: Signer) -> Bool {
        let once = PercentCoding.decode(resource).map(Self.segments)
        switch signer {
        case .policy:
            return once.map { covers($0, atLeast: 1) } ?? false
        case .identity:
            // An own key speaks for its device, not for the hub: `host` and `host/devices` are for policies.
            let twice = once?.map { PercentCoding.decode($0) ?? $0 }
            return [Self.segments(resource), once, twice].contains { $0.map { covers($0, atLeast: 3) } ?? false }
        }
    }

    private static func segments(_ resource: String) -> [String] {
        resource.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
    }

    /// Compares to the byte: as `String`s, U+212A and `K` would be equal.
    private func covers(_ segments: [String], atLeast count: Int) -> Bool {
        guard segments.count >= count, segments.count <= path.count + 1, let first = segments.first,
            let address = HostAndPort(first[...]), address.host == host,
            address.port == nil || address.port == publicPort
        else { return false }
        return zip(segments.dropFirst(), path).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
}
