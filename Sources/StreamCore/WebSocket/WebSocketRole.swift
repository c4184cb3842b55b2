/// Which end of a WebSocket connection we are: only a client masks what it sends (RFC 6455 §5.1).
package enum WebSocketRole: Equatable, Sendable {
    case client
    case server
}
