import HubModel

/// An `IotHubDescription` as clients send it.
///
/// They repeat whole descriptions, so members that mean nothing here are passed over; one of the wrong type is refused.
struct IotHubBody: Decodable {
    struct Sku: Decodable {
        let name: String?
        let tier: String?
        let capacity: Int?
    }

    struct Identity: Decodable {
        let type: String?
    }

    let location: String?
    let tags: Tags?
    let etag: String?
    let sku: Sku?
    let identity: Identity?
    let properties: IotHubBodyProperties?

    /// Throws `ArgumentInvalid` for a restriction that this server would not keep.
    ///
    /// A client that closes a hub must not be told that it is closed.
    func check() throws(HubError) {
        guard let properties else { return }
        if let access = properties.publicNetworkAccess, access != "Enabled" {
            throw refusal("properties.publicNetworkAccess")
        }
        if !(properties.ipFilterRules ?? []).isEmpty { throw refusal("properties.ipFilterRules") }
        if let rules = properties.networkRuleSets, rules.defaultAction == "Deny" || !(rules.ipRules ?? []).isEmpty {
            throw refusal("properties.networkRuleSets")
        }
        if properties.disableLocalAuth == true { throw refusal("properties.disableLocalAuth") }
        if properties.disableDeviceSAS == true { throw refusal("properties.disableDeviceSAS") }
        if properties.disableModuleSAS == true { throw refusal("properties.disableModuleSAS") }
        if properties.restrictOutboundNetworkAccess == true {
            throw refusal("properties.restrictOutboundNetworkAccess")
        }
        let standard = Set(AccessRight.standardPolicies.map(\.name))
        if let other = properties.authorizationPolicies?.first(where: { !standard.contains($0.keyName) }) {
            throw HubError(
                .argumentInvalid,
                "The policy '\(VisibleText.show(other.keyName, limit: 64))' cannot be made: hubs have the policies "
                    + AccessRight.standardPolicies.map(\.name).joined(separator: ", ") + ".",
                target: "properties.authorizationPolicies"
            )
        }
    }

    private func refusal(_ member: String) -> HubError {
        HubError(
            .argumentInvalid,
            "This server does not keep the restriction '\(member)'; it is left to the firewall in front of it.",
            target: member
        )
    }
}

/// The properties of a hub whose types are checked; those that nothing is made of are objects of any kind.
struct IotHubBodyProperties: Decodable {
    struct Anything: Decodable {
        private enum Members: CodingKey {}

        init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Members.self) }
    }

    struct RuleSets: Decodable {
        let defaultAction: String?
        let ipRules: [Anything]?
    }

    struct Policy: Decodable {
        let keyName: String
        let rights: String?
    }

    let publicNetworkAccess: String?
    let ipFilterRules: [Anything]?
    let networkRuleSets: RuleSets?
    let disableLocalAuth: Bool?
    let disableDeviceSAS: Bool?
    let disableModuleSAS: Bool?
    let restrictOutboundNetworkAccess: Bool?
    let authorizationPolicies: [Policy]?
    let enableFileUploadNotifications: Bool?
    let enableDataResidency: Bool?
    let minTlsVersion: String?
    let features: String?
    let comments: String?
    let allowedFqdnList: [String]?
    let eventHubEndpoints: Anything?
    let routing: Anything?
    let storageEndpoints: Anything?
    let messagingEndpoints: Anything?
    let cloudToDevice: Anything?
    let deviceStreams: Anything?
}
