import HubControl
import HubModel
import StreamCore
import Synchronization
import TestSupport

/// A device that gives the same answer to every stream request, without a wire.
final class AnsweringDevice: Sendable {
    private let connection = Mutex<DeviceConnectionID?>(nil)
    private let control: ControlPlane
    private let answer: @Sendable (StreamRequestTopic) -> StreamAnswer

    init(_ control: ControlPlane, answer: @escaping @Sendable (StreamRequestTopic) -> StreamAnswer) {
        self.control = control
        self.answer = answer
    }

    /// Connects it as SDKs do.
    func connect(_ fixture: ControlFixture, as device: DeviceID) async throws {
        let key = try await control.devices.keys(fixture.owner, fixture.hub, device).primaryKey
        let host = control.naming.mainHost(fixture.hub)
        let login = DeviceLogin(
            userName: "\(host)/\(device)/?api-version=2020-09-30",
            clientID: device.text,
            password: SharedAccessSignature.make(
                resource: "\(host)/devices/\(device)",
                key: key,
                policy: nil,
                expires: fixture.clock.now + .seconds(3600)
            ),
            serverName: host,
            peerAddress: "192.0.2.9",
            transport: .mqtt
        )
        let link = DeviceLink(
            deliver: { topic, done in
                done(.written)
                guard let connection = self.connection.withLock({ $0 }) else { return }
                let answer = StreamAnswerTopic(stream: topic.stream, answer: self.answer(topic))
                self.control.connections.answered(answer, by: connection)
            },
            publish: { _, done in done(.notListening) },
            end: { _ in }
        )
        let id = try await control.connections.connect(login, link: link).id
        connection.withLock { $0 = id }
    }
}
