package import NIOCore
package import NIOHTTP1
package import StreamCore

/// A request that goes on as a WebSocket connection: how it is answered, and what takes over.
///
/// The main listener asks each room that has a WebSocket path with the head of the first request of a connection, on
/// the connection's event loop; `nil` leaves the request to the router, which tells what is wrong with it.
package struct WebSocketAdmission {
    /// The answer's fields.
    package let acceptance: UpgradeAcceptance
    /// Adds the room's handlers behind TLS; called once, on the event loop, after the HTTP handlers are gone.
    package let start: (any Channel) throws -> Void

    package init(acceptance: UpgradeAcceptance, start: @escaping (any Channel) throws -> Void) {
        self.acceptance = acceptance
        self.start = start
    }
}

extension UpgradeRequest {
    /// The request with this head.
    package init(_ head: HTTPRequestHead) {
        self.init(
            method: head.method.rawValue,
            majorVersion: head.version.major,
            minorVersion: head.version.minor,
            headers: head.headers.map { (name: $0.name, value: $0.value) }
        )
    }
}
