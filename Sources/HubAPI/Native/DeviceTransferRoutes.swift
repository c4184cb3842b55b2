import HTTPTypes
import HubControl
import HubModel
import Hummingbird
import NIOCore

/// All devices of a hub at once, a line each.
enum DeviceTransferRoutes {
    static let all = [
        Route(.post, "/v1/hubs/{hub}/deviceImport", "importDevices", query: ["mode"], body: .lines, importing),
        Route(
            .get,
            "/v1/hubs/{hub}/deviceExport",
            "exportDevices",
            query: ["withKeys"],
            isStreamed: true,
            exporting
        ),
    ]

    @Sendable private static func importing(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let mode = try exchange.query.word("mode", ImportMode.self) ?? .createOrUpdate
        let reader = try await exchange.control.devices.beginImport(caller, exchange.hub, mode: mode)
        try await exchange.content.forEach { (chunk) throws(HubError) in
            try await reader.consume(chunk.readableBytesView)
        }
        return try await .content(reader.finish())
    }

    @Sendable private static func exporting(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let withKeys = try exchange.query.flag("withKeys") ?? false
        let export = try await exchange.control.devices.export(caller, exchange.hub, withKeys: withKeys)
        // What fails before the first line can still be told; later the connection breaks off without an end, which
        // clients recognise.
        let first = try await export.next()
        var reply = Reply(contentType: "application/x-ndjson")
        reply.holdsSecrets = withKeys
        reply.body = .stream(
            ResponseBody { writer in
                var lines = first
                while let chunk = lines {
                    try await writer.write(ByteBuffer(bytes: chunk))
                    lines = try await export.next()
                }
                try await writer.finish(nil)
            }
        )
        return reply
    }
}
