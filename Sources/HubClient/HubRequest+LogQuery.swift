package import HubModel

/// Queries of the activity log.
extension HubRequest {
    /// Its answer may take as long as the server works on a query.
    package static func queryLogs(_ hub: HubName, _ query: LogQueryRequest) throws(HubError) -> HubRequest {
        var request = try HubRequest(.post, "hubs", hub.text, "logs", "query").sending(query)
        request.waits = .seconds(10)
        return request
    }
}
