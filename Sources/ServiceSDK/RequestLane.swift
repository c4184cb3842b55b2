import HubClient
import HubModel
import StreamClient
import Synchronization
import Transport

/// One connection to the server over libcurl, with the thread that it blocks.
actor RequestLane {
    private let executor: QueueExecutor
    private let settings: ClientSettings
    private let style: RequestStyle
    private let world: World
    private var client: ManagementClient?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ settings: ClientSettings, _ style: RequestStyle, world: World, number: Int) {
        self.settings = settings
        self.style = style
        self.world = world
        executor = QueueExecutor(label: "devicestream.requests.\(number)")
    }

    /// Sends the request, and blocks the lane's own thread until its answer is there or `flag` is up.
    func send(
        _ request: HubRequest,
        _ body: LaneBody,
        until flag: CancelFlag
    ) throws(ClientError) -> HubResponse {
        do throws(RequestFailure) {
            let client = try readied()
            client.isCancelled = { flag.isUp }
            switch body {
            case .whole:
                return try client.send(request)
            case .upload(let pipe):
                return try client.send(request, from: { (buffer) throws(HubError) in try pipe.take(into: buffer) })
            case .download(let pipe):
                return try client.send(request, to: { (bytes) throws(HubError) in try pipe.put(bytes) })
            }
        } catch {
            throw ClientError(error.error, trackingID: error.trackingID)
        }
    }

    private func readied() throws(RequestFailure) -> ManagementClient {
        if let client { return client }
        do throws(HubError) {
            let made = try ManagementClient(settings, world: world)
            made.debug = style.debug
            made.note = style.note
            client = made
            return made
        } catch {
            throw RequestFailure(error)
        }
    }
}

/// What goes or comes bit by bit while a request is under way.
enum LaneBody: Sendable {
    /// Nothing.
    case whole
    /// The body of the request.
    case upload(LanePipe)
    /// The body of the answer.
    case download(LanePipe)
}

/// Says to another thread that nobody waits any more.
final class CancelFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isUp: Bool { flag.load(ordering: .relaxed) }

    func raise() { flag.store(true, ordering: .relaxed) }
}
