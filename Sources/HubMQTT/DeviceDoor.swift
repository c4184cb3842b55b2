import HubControl
import HubModel
import StreamCore

/// What a device connection tells the hub, and asks of it.
struct DeviceDoor: Sendable {
    /// Judges a login and lets the device in; an earlier connection of the same identity ends.
    let connect: @Sendable (DeviceLogin, DeviceLink) async throws(HubError) -> DeviceConnection
    /// The device sent something.
    let heard: @Sendable (DeviceConnectionID) -> Void
    /// The device answered a stream request.
    let answered: @Sendable (StreamAnswerTopic, DeviceConnectionID) -> Void
    /// The device asks about its twin; the answer is for it.
    let twin: @Sendable (TwinRequest, DeviceConnection) async -> DevicePublish
    /// The device answered a call.
    let callAnswered: @Sendable (RequestID, _ status: Int, _ payload: [UInt8], DeviceConnectionID) -> Void
    /// The device sent so many messages with so many bytes of payload.
    let telemetry: @Sendable (_ count: Int, _ bytes: Int, DeviceConnectionID) -> Void
    /// The connection is gone; `nil` where it broke.
    let closed: @Sendable (DeviceConnectionID, MQTTCloseReason?) -> Void
}

extension DeviceDoor {
    init(_ connections: DeviceConnections, _ twins: TwinDirectory, _ calls: DeviceCalls) {
        self.init(
            connect: { (login, link) throws(HubError) in try await connections.connect(login, link: link) },
            heard: { connections.heard($0) },
            answered: { connections.answered($0, by: $1) },
            twin: { await twins.answer($0, from: $1) },
            callAnswered: { calls.answered($0, status: $1, payload: $2, by: $3) },
            telemetry: { connections.telemetry($0, bytes: $1, from: $2) },
            closed: { connections.closed($0, reason: $1) }
        )
    }

    /// `connect`, for a task whose result is a value.
    func judge(_ login: DeviceLogin, _ link: DeviceLink) async -> Result<DeviceConnection, HubError> {
        do throws(HubError) {
            return .success(try await connect(login, link))
        } catch {
            return .failure(error)
        }
    }
}
