import HTTPTypes
import HubControl
import HubModel

/// `POST /twins/{deviceId}/methods`, and the same of a module.
enum MethodRoutes {
    static let all = ["/twins/{deviceId}/methods", "/twins/{deviceId}/modules/{moduleId}/methods"].map { path in
        Route(foreign: .post, path, "invokeMethod", body: .json, invoke)
    }

    @Sendable private static func invoke(_ exchange: Exchange) async throws(HubError) -> Reply {
        let methods = exchange.control.methods
        let (signature, identity) = (try exchange.signature, try exchange.identity)
        let answer = try await exchange.client.cancelling { () throws(HubError) in
            try await methods.invoke(signature, identity, exchange.decode(MethodCall.self))
        }
        return try .service(answer)
    }
}
