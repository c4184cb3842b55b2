import HubControl
import ServiceLifecycle
import StreamGateway

/// Ends what lives on upgraded connections when the server stops: devices at once, for they come back by themselves;
/// streams when they are done, or when their time is over.
struct StreamEnder: Service {
    /// How long running streams may go on.
    static let patience = Duration.seconds(5)
    /// How often it is looked whether they have ended.
    static let look = Duration.milliseconds(100)

    let gateway: StreamGateway
    let connections: DeviceConnections
    let tails: Tails

    func run() async throws {
        await cancelWhenGracefulShutdown { await gateway.run() }
        connections.stop()
        tails.stop()
        var waited = Duration.zero
        while gateway.openConnections > 0, waited < Self.patience {
            // Cancellation, when the service group gives up, ends the wait; then all are cut.
            guard (try? await Task.sleep(for: Self.look)) != nil else { break }
            waited += Self.look
        }
        gateway.stop()
    }
}
