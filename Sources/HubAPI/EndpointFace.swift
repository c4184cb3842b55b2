import HTTPTypes
import HubControl
import HubModel
import NIOCore

/// What stands at `/`: on a main endpoint the portal, on a streaming endpoint what administrators and filters look for
/// there, to learn what the host is.
enum EndpointFace {
    static let face = Face(routes: [Route(openTo: .get, "/", "showEndpoint", show)], tell: NativeFace.tell)

    @Sendable private static func show(_ exchange: Exchange) async throws(HubError) -> Reply {
        let naming = exchange.control.naming
        switch naming.owner(of: exchange.host.name) {
        case .main(let hub): return try await PortalRoutes.home(exchange, hub)
        case .streaming(let hub, _): return endpoint(exchange, hub, naming)
        case .management, nil:
            throw HubError(
                .resourceNotFound,
                "There is no '/' here.",
                hint: "The paths of the API stand in /openapi.json."
            )
        }
    }

    private static func endpoint(_ exchange: Exchange, _ hub: HubName, _ naming: HostNaming) -> Reply {
        var reply = Reply(
            contentType: "text/html; charset=utf-8",
            body: .bytes(ByteBuffer(string: page(host: exchange.host.name, hub: hub, naming))),
            validator: .body
        )
        // Nothing to load, nothing to run, in nobody's frame.
        reply.fields[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
        return reply
    }

    /// Host and hub follow the rules of names: nothing in them means anything in HTML.
    private static func page(host: String, hub: HubName, _ naming: HostNaming) -> String {
        let main = naming.url(naming.mainHost(hub))
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>\(host): device streams</title></head>
            <body>
            <h1>\(host)</h1>
            <p>This host is a streaming endpoint. It carries streams between devices and the services that reach them:
            WebSocket connections in TLS, on this port alone. It serves no pages and no files.</p>
            <p>It belongs to the hub at <a href="\(main)/">\(main)</a>. Devices and services of that hub need both hosts;
            what a firewall must let through stands at
            <a href="\(main)/v1/hubs/\(hub.key)/allowlist">\(main)/v1/hubs/\(hub.key)/allowlist</a>.</p>
            <p>Ask whoever runs \(naming.managementURL), and tell them the name of this host.</p>
            </body>
            </html>

            """
    }
}
