import CLI
import DeviceSDK
import HubModel
import NIOCore
import NIOPosix
import StreamClient
import Transport

/// Takes or rejects each stream, and serves those that are taken.
struct AgentDesk: Sendable {
    /// A service that takes longer to accept a connection is as good as none; the hub gives the whole answer 60 s.
    static let targetTimeout = Duration.seconds(10)

    private let services: AgentServices
    private let policy: AcceptPolicy?
    private let log: EventLog

    init(_ services: AgentServices, _ policy: AcceptPolicy?, _ log: EventLog) {
        self.services = services
        self.policy = policy
        self.log = log
    }

    /// Serves all streams that come until the client is closed, and those that there are then to their end.
    ///
    /// Cuts them when the task is cancelled.
    func serve(_ device: DeviceClient) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for try await request in device.streamRequests {
                group.addTask { await handle(request) }
            }
        }
    }

    private func handle(_ request: StreamRequest) async {
        let record = StreamRecord(request, log)
        let choice = services.choice(for: request.service)
        do {
            if case .none(let reason) = choice { throw Refusal(code: "ServiceNotServed", reason: reason) }
            try await policy?.check(request, choice)
            switch choice {
            case .none: break
            case .target(let service): try await serve(request, service, record)
            case .builtIn(let service):
                let stream = try await request.accept()
                await record.opened(service.rawValue)
                await record.closed(BuiltIn.serve(service, stream))
            }
        } catch let refusal as Refusal {
            await reject(request, refusal, record)
        } catch let error as ClientError {
            await record.failed(error.error)
        } catch {
            await record.failed(
                HubError(.localFailure, "The stream could not be served: \(ConnectionProblem.words(error)).")
            )
        }
    }

    /// The service is dialled first, so that a stream that was accepted leads somewhere.
    private func serve(_ request: StreamRequest, _ service: AgentService, _ record: StreamRecord) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let local: any Channel
        do throws(DialError) {
            local = try await LocalTarget.connect(
                host: service.host,
                port: service.port,
                on: loop,
                timeout: Self.targetTimeout
            )
        } catch {
            throw Refusal(code: ErrorCode.targetUnavailable.rawValue, reason: error.message)
        }
        let stream: StreamChannel
        do throws(ClientError) {
            stream = try await request.acceptChannel(on: loop)
        } catch {
            local.close(promise: nil)
            throw error
        }
        await record.opened(service.place)
        let outcome = try await Splicing.run(stream, local)
        await record.closed(StreamResult(sent: outcome.sent, received: outcome.received, end: outcome.end))
    }

    private func reject(_ request: StreamRequest, _ refusal: Refusal, _ record: StreamRecord) async {
        do throws(ClientError) {
            try await request.reject(reason: refusal.reason, code: refusal.code)
        } catch {
            // The hub cannot be told; it finds out by itself that no answer comes.
            await record.failed(error.error)
        }
        await record.rejected(refusal)
    }
}

/// Why a stream is not taken.
struct Refusal: Error {
    /// For programs.
    let code: String
    /// For people.
    let reason: String
}

/// How a stream went.
struct StreamResult: Sendable {
    let sent: Int64
    let received: Int64
    /// `nil` where this side has closed it.
    let end: StreamEnd?
}
