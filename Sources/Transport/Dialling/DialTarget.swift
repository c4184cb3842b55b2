package import HubModel
package import StreamCore

/// What is dialled: a server, and what is asked of it.
package struct DialTarget: Sendable {
    /// A host name or address; it stands in SNI, in the certificate and in `Host`.
    package let host: String
    package let port: Int
    /// The request that makes a WebSocket of the connection; `nil` for TLS alone.
    package let webSocket: WebSocketRequest?

    package init(host: String, port: Int, webSocket: WebSocketRequest? = nil) {
        self.host = host
        self.port = port
        self.webSocket = webSocket
    }

    /// A stream's URL, with its token.
    package init(_ url: StreamURL, token: StreamToken) {
        self.init(
            host: url.host,
            port: Int(url.port),
            webSocket: WebSocketRequest(path: url.path, bearer: Secret(text: token.text))
        )
    }

    /// The host as it stands in a URL, with its port.
    var authority: String { (host.contains(":") ? "[" + host + "]" : host) + ":" + String(port) }
}

/// A request to go on as a WebSocket.
package struct WebSocketRequest: Sendable {
    /// Begins with `/`.
    package let path: String
    package let subprotocols: [String]
    /// For `Authorization: Bearer …`.
    package let bearer: Secret?

    package init(path: String, subprotocols: [String] = [], bearer: Secret? = nil) {
        self.path = path
        self.subprotocols = subprotocols
        self.bearer = bearer
    }
}
