import HubModel
import StreamCore
import Synchronization

@testable import HubControl
@testable import HubMQTT

/// A door whose hub does what a test says, and that keeps what it was told.
final class RecordedDoor: Sendable {
    enum Event: Equatable {
        case heard
        case answered(StreamAnswerTopic)
        case telemetry(Int, bytes: Int)
        case method(RequestID, status: Int, payload: [UInt8])
        case closed(MQTTCloseReason?)
    }

    typealias Twin = @Sendable (TwinRequest) async -> DevicePublish
    typealias Judge = @Sendable (DeviceLogin) async throws(HubError) -> Timestamp?

    static let hub = HubName(checked: "hub")
    static let identity = DeviceIdentity(DeviceID(checked: "press-07"))

    private struct State {
        var logins: [DeviceLogin] = []
        var links: [DeviceLink] = []
        var events: [Event] = []
    }

    private let state = Mutex(State())
    private let judge: Judge
    private let twin: Twin

    init(
        _ judge: @escaping Judge = { _ in nil },
        twin: @escaping Twin = { TwinAnswer.refused($0.id, status: 404) }
    ) {
        self.judge = judge
        self.twin = twin
    }

    var logins: [DeviceLogin] { state.withLock { $0.logins } }
    var links: [DeviceLink] { state.withLock { $0.links } }
    /// What was told, without the signs of life.
    var events: [Event] { state.withLock { $0.events.filter { $0 != .heard } } }
    var signsOfLife: Int { state.withLock { $0.events.count { $0 == .heard } } }

    var door: DeviceDoor {
        DeviceDoor(
            connect: { (login, link) throws(HubError) in
                let number = self.state.withLock { state in
                    state.logins.append(login)
                    state.links.append(link)
                    return state.links.count
                }
                let endsAt = try await self.judge(login)
                return DeviceConnection(
                    id: DeviceConnectionID(number: UInt64(number)),
                    hub: Self.hub,
                    identity: Self.identity,
                    endsAt: endsAt
                )
            },
            heard: { _ in self.note(.heard) },
            answered: { answer, _ in self.note(.answered(answer)) },
            twin: { request, _ in await self.twin(request) },
            callAnswered: { id, status, payload, _ in self.note(.method(id, status: status, payload: payload)) },
            telemetry: { count, bytes, _ in self.note(.telemetry(count, bytes: bytes)) },
            closed: { _, reason in self.note(.closed(reason)) }
        )
    }

    private func note(_ event: Event) { state.withLock { $0.events.append(event) } }
}

/// Holds a judgement until a test lets it go.
final class HeldJudgement: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func wait() async {
        for await _ in stream { return }
    }

    func release() { continuation.yield() }
}
