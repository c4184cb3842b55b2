import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/logs/query`.
enum LogQueryRoutes {
    static let all = [Route(.post, "/v1/hubs/{hub}/logs/query", "queryLogs", query)]

    @Sendable private static func query(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let request = try exchange.decode(LogQueryRequest.self)
        let queries = exchange.control.logQueries
        return try await .content(
            exchange.client.cancelling { () throws(HubError) in try await queries.answer(caller, hub, request) }
        )
    }
}
