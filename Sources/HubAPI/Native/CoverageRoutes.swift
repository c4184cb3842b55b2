import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/allowlist/coverage`: which devices reach which endpoints.
enum CoverageRoutes {
    private static let collection = "/v1/hubs/{hub}/allowlist/coverage"

    static let all = [
        Route(.get, collection, "getAllowlistCoverage", query: ["deviceId"] + ListParameter.all, list),
        Route(.post, collection, "askAllowlistCoverage", ask),
    ]

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let device = try exchange.query["deviceId"].map { text throws(HubError) in
            try DeviceID(text, target: "deviceId")
        }
        return try await exchange.reply(
            exchange.control.coverage.list(caller, exchange.hub, device, exchange.page())
        )
    }

    @Sendable private static func ask(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let request = try exchange.decode(CoverageRequest.self)
        let coverage = exchange.control.coverage
        return try await .content(
            exchange.client.cancelling { () throws(HubError) in try await coverage.ask(caller, hub, request) }
        )
    }
}
