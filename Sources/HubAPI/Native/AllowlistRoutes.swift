import AllowlistFormats
import HTTPTypes
import HubControl
import HubModel
import NIOCore

/// `/v1/hubs/{hub}/allowlist`.
enum AllowlistRoutes {
    private static let list = "/v1/hubs/{hub}/allowlist"

    static let all = [
        Route(.get, list, "getAllowlist", query: ["format"], get),
        Route(.get, list + ".md5", "getAllowlistMD5", query: ["format"]) { (exchange, caller) throws(HubError) in
            try await checksum(.md5, exchange, caller)
        },
        Route(.get, list + ".sha256", "getAllowlistSHA256", query: ["format"]) { (exchange, caller) throws(HubError) in
            try await checksum(.sha256, exchange, caller)
        },
        Route(.get, list + "/version", "getAllowlistVersion", version),
        Route(.get, list + "/changes", "getAllowlistChanges", query: ["since"], changes),
    ]

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let document = try await exchange.control.allowlists.document(caller, exchange.hub, format(exchange))
        var reply = Reply(
            contentType: document.contentType,
            body: .bytes(ByteBuffer(bytes: document.bytes)),
            validator: .tag(document.etag)
        )
        reply.fields[.vary] = "Accept"
        reply.fields[.contentDisposition] = "inline; filename=\"\(document.fileName)\""
        return reply
    }

    private static func checksum(
        _ checksum: AllowlistChecksum,
        _ exchange: Exchange,
        _ caller: Caller
    ) async throws(HubError) -> Reply {
        let format = try exchange.query.word("format", AllowlistFormat.self) ?? .json
        let document = try await exchange.control.allowlists.document(caller, exchange.hub, format)
        return Reply(
            contentType: "text/plain; charset=utf-8",
            body: .bytes(ByteBuffer(string: checksum.line(of: document))),
            validator: .body
        )
    }

    @Sendable private static func version(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .content(exchange.control.allowlists.version(caller, exchange.hub))
    }

    @Sendable private static func changes(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        var since: AllowlistVersion?
        if let text = exchange.query["since"] {
            since = AllowlistVersion(text)
            if since == nil { throw exchange.query.invalid("since", text, "a version of ten digits") }
        }
        return try await .content(exchange.control.allowlists.changes(caller, exchange.hub, since: since))
    }

    /// What `format` says, or else what `Accept` likes best.
    private static func format(_ exchange: Exchange) throws(HubError) -> AllowlistFormat {
        if let format = try exchange.query.word("format", AllowlistFormat.self) { return format }
        guard let accept = exchange.fields[.accept] else { return .json }
        let offers = AllowlistFormat.allCases.map { $0.contentType.prefix { $0 != ";" } }.map(String.init)
        guard let best = MediaRanges(accept).best(of: offers) else {
            let types = offers.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            throw HubError(
                .notAcceptable,
                "The allowlist has none of the forms that the request accepts; it has: "
                    + types.joined(separator: ", ") + ".",
                target: "Accept"
            )
        }
        return AllowlistFormat.allCases[best]
    }
}
