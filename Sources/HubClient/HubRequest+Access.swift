package import HubModel

/// Shared access policies and API tokens.
extension HubRequest {
    package static func listPolicies(_ hub: HubName, top: Int?) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "policies", query: ["$top": top.map(String.init)])
    }

    package static func showPolicy(_ hub: HubName, _ policy: PolicyName) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "policies", policy.text)
    }

    package static func listTokens(top: Int?) -> HubRequest {
        HubRequest(.get, "tokens", query: ["$top": top.map(String.init)])
    }

    package static func createToken(_ creation: TokenCreation) throws(HubError) -> HubRequest {
        try HubRequest(.post, "tokens").sending(creation)
    }

    /// The token of the request itself; any role may ask.
    package static let ownToken = HubRequest(.get, "tokens", "self")

    package static func revokeToken(_ id: TokenID) -> HubRequest { HubRequest(.delete, "tokens", id.text) }
}
