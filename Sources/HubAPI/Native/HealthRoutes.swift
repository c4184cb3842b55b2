import HTTPTypes
import HubControl
import HubModel
import NIOCore

/// The server itself, for anyone.
enum HealthRoutes {
    private struct Status: Encodable, Sendable {
        let status: String
    }

    static func all(openAPI: [UInt8]) -> [Route] {
        let document = Reply(
            contentType: Reply.json,
            body: .bytes(ByteBuffer(bytes: openAPI)),
            validator: .tag(EntityTag.of(openAPI))
        )
        return [
            Route(openTo: .get, "/healthz", "getHealth", health),
            Route(openTo: .get, "/readyz", "getReadiness", readiness),
            Route(openTo: .get, "/openapi.json", "getOpenAPI") { _ in document },
        ]
    }

    @Sendable private static func health(_ exchange: Exchange) async throws(HubError) -> Reply {
        try status("ok")
    }

    @Sendable private static func readiness(_ exchange: Exchange) async throws(HubError) -> Reply {
        guard await exchange.control.isReady() else {
            throw HubError(.serviceUnavailable, "The store does not answer.")
        }
        return try status("ready")
    }

    /// A state of the moment, which has no entity tag.
    private static func status(_ word: String) throws(HubError) -> Reply {
        var reply = try Reply.content(Status(status: word))
        reply.validator = .none
        return reply
    }
}
