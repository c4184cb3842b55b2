package import Crypto
package import HubModel
package import Logging
import NIOCore
package import StreamCore
import Synchronization

/// The place where the two sides of a stream meet: it lets each in by its token, pairs them, and passes their bytes on.
///
/// It knows the hub's public key and nothing else of the hub; what it does it tells by reports, what it shall do it is
/// told by commands. Everything of one connection happens on the event loop of its channel (`RelayHandler`); who waits
/// for whom stands in `GatewayRoom`.
package final class StreamGateway: Sendable {
    let settings: Settings
    let world: World
    let logger: Logger
    let verifier: StreamTokenVerifier
    let room: Mutex<GatewayRoom>
    let buffers = RelayBuffers(most: 2 * System.coreCount)
    private let report: @Sendable (GatewayReport) -> Void
    private let mostHeld = Atomic<Int>(0)

    /// A gateway that takes tokens of this instance, signed with this key.
    ///
    /// `report` is called from any event loop, never twice at once for one stream; it must not block and not call the
    /// gateway.
    package init(
        instance: GatewayInstance,
        key: Curve25519.Signing.PublicKey,
        settings: Settings = Settings(),
        world: World,
        logger: Logger,
        report: @escaping @Sendable (GatewayReport) -> Void
    ) {
        self.settings = settings
        self.world = world
        self.logger = logger
        self.report = report
        verifier = StreamTokenVerifier(key: key, gateway: instance)
        room = Mutex(GatewayRoom())
    }

    /// Connections that were let in and are not closed.
    package var openConnections: Int { room.withLock { $0.openConnections } }

    /// The most bytes that were ever held for one direction of one stream.
    var mostHeldBytes: Int { mostHeld.load(ordering: .relaxed) }

    /// Does what the hub orders; from any thread.
    package func perform(_ command: GatewayCommand) {
        switch command {
        case .close(let key, let code, let words):
            close(room.withLock { $0.closed(key, code, words: words, now: world.now) })
        }
    }

    /// Closes who waited in vain, until it is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: settings.lookInterval) } catch { return }
            look()
        }
    }

    /// Closes everybody and lets nobody in any more.
    package func stop() {
        room.withLock { $0.stopped(now: world.now) }.forEach(close)
    }

    /// Closes who has waited in vain until now.
    func look() {
        buffers.look()
        room.withLock { $0.expired(now: world.now) }.forEach(close)
    }

    private func close(_ action: GatewayRoom.ClosedAction) {
        for link in action.links { link.later { $0.ordered(action.status) } }
        if let over = action.over { tell(over) }
    }
}

/// What the parts of the gateway tell it.
extension StreamGateway {
    func send(_ report: GatewayReport) { self.report(report) }

    /// So many bytes are held for a direction.
    func holds(_ count: Int) {
        if count > mostHeld.load(ordering: .relaxed) { mostHeld.max(count, ordering: .relaxed) }
    }

    /// The channel of an admitted connection is closed.
    func gone(_ stream: RelayStream, _ side: StreamSide, _ connection: GatewayConnectionID) {
        let action = room.withLock { $0.gone(stream.key, side, connection) }
        action.endOfPeer?.later { $0.peerEnded(.disconnected) }
        if let over = action.over { tell(over) }
    }

    private func tell(_ over: OverStream) {
        over.stream.reportEnd(side: over.side, over.cause, report)
        let traffic = over.stream.traffic
        var metadata = Self.metadata(over.stream.key, over.stream.trackingID)
        metadata["reason"] = "\(StreamEnding(side: over.side, cause: over.cause, traffic: traffic).reason)"
        metadata["bytes.device"] = "\(traffic.fromDevice)"
        metadata["bytes.service"] = "\(traffic.fromService)"
        logger.info("stream closed", metadata: metadata)
    }

    /// What every line about a stream bears: `request.id` is the request that the stream was asked for with, so that
    /// one id leads to the lines of hub and gateway.
    static func metadata(_ key: StreamKey, _ trackingID: String?) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["hub.id": "\(key.hub.key)", "stream.id": "\(key.stream)"]
        if let trackingID { metadata["request.id"] = "\(trackingID)" }
        return metadata
    }
}
