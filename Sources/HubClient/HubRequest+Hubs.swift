package import HubModel

/// Hubs, their endpoints and their allowlist.
extension HubRequest {
    package static func listHubs(top: Int?) -> HubRequest {
        HubRequest(.get, "hubs", query: ["$top": top.map(String.init)])
    }

    package static func createHub(_ creation: HubCreation) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs").sending(creation)
    }

    package static func showHub(_ hub: HubName) -> HubRequest { HubRequest(.get, "hubs", hub.text) }

    package static func updateHub(_ hub: HubName, _ patch: HubPatch) throws(HubError) -> HubRequest {
        try HubRequest(.patch, "hubs", hub.text).sending(patch)
    }

    package static func deleteHub(_ hub: HubName) -> HubRequest { HubRequest(.delete, "hubs", hub.text) }

    package static func deviceStreams(_ hub: HubName) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "deviceStreams")
    }

    package static func listEndpoints(_ hub: HubName, state: EndpointState?, top: Int?) -> HubRequest {
        HubRequest(
            .get,
            "hubs",
            hub.text,
            "endpoints",
            query: ["state": state?.rawValue, "$top": top.map(String.init)]
        )
    }

    package static func addEndpoint(_ hub: HubName, _ creation: EndpointCreation) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "endpoints").sending(creation)
    }

    package static func showEndpoint(_ hub: HubName, id: Int) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "endpoints", String(id))
    }

    package static func updateEndpoint(
        _ hub: HubName,
        id: Int,
        _ patch: EndpointPatch
    ) throws(HubError) -> HubRequest {
        try HubRequest(.patch, "hubs", hub.text, "endpoints", String(id)).sending(patch)
    }

    package static func drainEndpoint(
        _ hub: HubName,
        id: Int,
        _ transition: EndpointTransition
    ) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "endpoints", String(id), "drain").sending(transition)
    }

    package static func retireEndpoint(
        _ hub: HubName,
        id: Int,
        _ transition: EndpointTransition
    ) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "endpoints", String(id), "retire").sending(transition)
    }

    /// The list in a form of `AllowlistFormat`.
    package static func allowlist(_ hub: HubName, format: String) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "allowlist", query: ["format": format])
    }

    package static func allowlistVersion(_ hub: HubName) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "allowlist", "version")
    }

    package static func allowlistChanges(_ hub: HubName, since: AllowlistVersion?) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "allowlist", "changes", query: ["since": since?.description])
    }

    package static func allowlistCoverage(_ hub: HubName, device: DeviceID?, top: Int?) -> HubRequest {
        HubRequest(
            .get,
            "hubs",
            hub.text,
            "allowlist",
            "coverage",
            query: ["deviceId": device?.text, "$top": top.map(String.init)]
        )
    }

    /// Its answer comes when every device has reported, or will not.
    package static func askAllowlistCoverage(
        _ hub: HubName,
        _ request: CoverageRequest
    ) throws(HubError) -> HubRequest {
        var made = try HubRequest(.post, "hubs", hub.text, "allowlist", "coverage").sending(request)
        made.waits = CoverageRequest.maximumTime
        return made
    }
}
