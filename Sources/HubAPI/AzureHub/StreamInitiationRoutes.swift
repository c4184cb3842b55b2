import HTTPTypes
import HubControl
import HubModel
import StreamCore

/// `/twins/{deviceId}/streams/{streamName}`, and the same of a module: a service opens a stream.
///
/// SDKs send any `api-version` or none, and some a content type without a body; neither means anything here.
enum StreamInitiationRoutes {
    static let all = [
        Route(foreign: .post, "/twins/{deviceId}/streams/{streamName}", "initiateDeviceStream", open),
        Route(
            foreign: .post,
            "/twins/{deviceId}/modules/{moduleId}/streams/{streamName}",
            "initiateModuleStream",
            open
        ),
    ]

    @Sendable private static func open(_ exchange: Exchange) async throws(HubError) -> Reply {
        let hub = try exchange.servedHub
        let device = try exchange.identity
        let name = try exchange.id(StreamName.self, target: "streamName")
        let timeouts = StreamTimeouts(
            connect: try StreamTimeoutField.read(.connectTimeout, exchange.fields),
            response: try StreamTimeoutField.read(.responseTimeout, exchange.fields)
        )
        let signature = exchange.fields[.authorization]
        let streams = exchange.control.streams
        let (address, requestID) = (exchange.peerAddress, exchange.requestID)
        let answer = try await exchange.client.cancelling { () throws(HubError) in
            try await streams.open(
                signature: signature,
                hub,
                device,
                name,
                timeouts,
                address: address,
                trackingID: requestID
            )
        }
        return reply(answer)
    }

    /// Node's SDK compares with `True`, and its samples read the URL also where the device rejected.
    private static func reply(_ answer: ServiceStreamAnswer) -> Reply {
        var reply = Reply()
        reply.holdsSecrets = true
        reply.fields[.streamIsAccepted] = answer.isAccepted ? "True" : "False"
        reply.fields[.streamURL] = answer.url
        if answer.isAccepted { reply.fields[.streamToken] = answer.token }
        return reply
    }
}
