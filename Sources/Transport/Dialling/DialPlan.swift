import HubModel
import NIOSSL
import StreamCore

/// What a dial does once TCP stands.
struct DialPlan {
    let target: DialTarget
    /// The proxy that is asked first; `nil` to go straight.
    let proxy: ProxySettings?
    let world: World
    let tls: NIOSSLContext
    /// For TLS with the proxy itself; `nil` where none is spoken with it.
    let proxyTLS: NIOSSLContext?

    /// The request for a tunnel (RFC 9110 §9.3.6).
    func tunnelRequest(_ proxy: ProxySettings) -> String {
        var text = "CONNECT \(target.authority) HTTP/1.1\r\nHost: \(target.authority)\r\n"
        if let name = proxy.userName {
            let pair = name + ":" + (proxy.password?.text ?? "")
            text += "Proxy-Authorization: Basic " + Base64.encode(Array(pair.utf8)) + "\r\n"
        }
        return text + "\r\n"
    }

    /// The request for a WebSocket.
    func upgradeRequest(_ request: WebSocketRequest, _ offer: UpgradeOffer) -> String {
        var text = "GET \(request.path) HTTP/1.1\r\nHost: \(target.authority)\r\n"
        text += "User-Agent: devicestream/\(ProductVersion.text)\r\n"
        for (name, value) in offer.headers { text += "\(name): \(value)\r\n" }
        if let bearer = request.bearer { text += "Authorization: Bearer \(bearer.text)\r\n" }
        return text + "\r\n"
    }
}
