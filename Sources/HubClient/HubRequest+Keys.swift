package import HubModel

/// Keys and connection strings, which devices and policies have alike.
extension HubRequest {
    /// Whose they are.
    package enum KeyOwner: Equatable, Sendable {
        case device(DeviceID)
        case policy(PolicyName)

        fileprivate func segments(_ hub: HubName, _ more: String...) -> [String] {
            switch self {
            case .device(let device): ["v1", "hubs", hub.text, "devices", device.text] + more
            case .policy(let policy): ["v1", "hubs", hub.text, "policies", policy.text] + more
            }
        }
    }

    package static func keys(_ hub: HubName, of owner: KeyOwner) -> HubRequest {
        HubRequest(.get, target: RequestTarget.make(owner.segments(hub, "keys")))
    }

    package static func rotateKey(
        _ hub: HubName,
        of owner: KeyOwner,
        _ slot: KeySlot
    ) throws(HubError) -> HubRequest {
        try HubRequest(.post, target: RequestTarget.make(owner.segments(hub, "keys", "rotate")))
            .sending(KeyRotation(key: slot))
    }

    /// With `sdk` it has no port, for SDKs that fix their ports.
    package static func connectionString(
        _ hub: HubName,
        of owner: KeyOwner,
        _ slot: KeySlot,
        sdk: Bool = false
    ) -> HubRequest {
        HubRequest(
            .get,
            target: RequestTarget.make(
                owner.segments(hub, "connectionString"),
                query: ["key": slot.rawValue, "sdk": String(sdk)]
            )
        )
    }
}
