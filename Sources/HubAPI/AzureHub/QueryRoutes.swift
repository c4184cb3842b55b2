import HTTPTypes
import HubControl
import HubModel

/// `POST /devices/query`.
enum QueryRoutes {
    static let all = [Route(foreign: .post, "/devices/query", "getTwins", body: .json, find)]

    private struct Specification: Decodable {
        let query: String
    }

    @Sendable private static func find(_ exchange: Exchange) async throws(HubError) -> Reply {
        let search = exchange.control.search
        let signature = try exchange.signature
        let size = try size(exchange.fields)
        let continuation = exchange.fields[.continuation].flatMap { $0.isEmpty ? nil : $0 }
        let page = try await exchange.client.cancelling { () throws(HubError) in
            try await search.find(
                signature,
                exchange.decode(Specification.self).query,
                size: size,
                continuation: continuation
            )
        }
        switch page {
        case .twins(let twins, let next):
            var reply = try Reply.service(twins)
            reply.fields[.itemType] = "Twin"
            reply.fields[.continuation] = next
            return reply
        case .count(let name, let count):
            var reply = try Reply.service([[name: count]])
            reply.fields[.itemType] = "Raw"
            return reply
        }
    }

    /// How many twins a page may hold; more than the most is as many.
    private static func size(_ fields: HTTPFields) throws(HubError) -> Int? {
        guard let text = fields[.maximumItemCount] else { return nil }
        guard let size = Int(text), size > 0 else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(text, limit: 64))' is not a number of items: a whole number above 0.",
                target: HTTPField.Name.maximumItemCount.rawName
            )
        }
        return size
    }
}
