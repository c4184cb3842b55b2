import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/streams`, and the opening of a stream to a device.
enum StreamRoutes {
    private static let collection = "/v1/hubs/{hub}/streams"
    private static let item = collection + "/{id}"

    static let all = [
        Route(signed: .post, "/v1/hubs/{hub}/devices/{id}/streams", "openStream", refused: refused, open),
        Route(.get, collection, "listStreams", query: ["state", "deviceId"] + ListParameter.all, list),
        Route(.get, collection + "/events", "followStreams", isStreamed: true, follow),
        Route(.get, item, "getStream", get),
        Route(.post, item + "/close", "closeStream", close),
    ]

    /// Somebody whose token is not good.
    struct Stranger: Sendable {
        let address: String
        let requestID: String

        init(_ address: String, _ requestID: String) {
            self.address = address
            self.requestID = requestID
        }
    }

    /// A name that is none cannot be put on record; whoever sends it asks for nothing that there is.
    @Sendable private static func refused(
        _ control: ControlPlane,
        _ parameters: [String],
        _ stranger: Stranger,
        _ error: HubError
    ) {
        guard let hub = try? HubName(parameters[0]), let device = try? DeviceID(parameters[1]) else { return }
        control.streams.refused(
            StreamRefusal(hub, DeviceIdentity(device), stranger.address, stranger.requestID),
            error
        )
    }

    @Sendable private static func open(
        _ exchange: Exchange,
        _ credential: Route.Credential
    ) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let device = try exchange.id(DeviceID.self, target: "id")
        let creation = try exchange.decodeIfPresent(StreamCreation.self) ?? StreamCreation()
        let streams = exchange.control.streams
        let (address, requestID) = (exchange.peerAddress, exchange.requestID)
        return try await .secret(
            exchange.client.cancelling { () throws(HubError) in
                switch credential {
                case .token(let caller):
                    try await streams.open(caller, hub, device, creation, address: address, trackingID: requestID)
                case .signature(let text):
                    try await streams.open(
                        signature: text,
                        hub,
                        device,
                        creation,
                        address: address,
                        trackingID: requestID
                    )
                }
            }
        )
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let filter = StreamFilter(
            state: try exchange.query.word("state", StreamState.self),
            device: try exchange.query["deviceId"].map { text throws(HubError) in
                try DeviceID(text, target: "deviceId")
            }
        )
        return try await exchange.reply(exchange.control.streams.list(caller, exchange.hub, filter, exchange.page()))
    }

    @Sendable private static func follow(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let tail = try exchange.control.streams.tail(caller, exchange.hub)
        return .events(EventStream(tail, exchange.client, exchange.logger))
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .content(exchange.control.streams.get(caller, exchange.hub, id(exchange)))
    }

    @Sendable private static func close(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .content(
            exchange.control.streams.close(
                caller,
                exchange.hub,
                id(exchange),
                exchange.decodeIfPresent(StreamClosing.self) ?? StreamClosing()
            )
        )
    }

    private static func id(_ exchange: Exchange) throws(HubError) -> StreamID {
        try exchange.id(StreamID.self, target: "id")
    }
}
