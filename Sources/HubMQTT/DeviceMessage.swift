import HubModel
import NIOCore
import StreamCore

/// What a publish of a device means to the hub.
enum DeviceMessage: Equatable {
    /// A message of the device's own, to be counted.
    case telemetry(bytes: Int)
    /// A request about the twin.
    case twin(TwinRequest)
    /// A request about the twin that is answered with this status and goes no further.
    case refused(RequestID, status: Int)
    /// An answer to a stream request.
    case streamAnswer(StreamAnswerTopic)
    /// An answer to a stream request that nobody can read, and why.
    case unreadable(StreamTopicError)
    /// The answer to what the hub called the device for: a direct method, or a report on the endpoints.
    case callResult(RequestID, status: Int, payload: [UInt8])
    /// Nothing: acknowledged and dropped, as closing would make SDKs publish it again.
    case meaningless

    init(topic: MQTTTopicName, payload: ByteBuffer, from identity: DeviceIdentity) {
        switch DeviceTopic(topic.text, from: identity) {
        case .telemetry: self = .telemetry(bytes: payload.readableBytes)
        case .twinRead(let id): self = .twin(.read(id))
        case .twinReport(let id):
            guard payload.readableBytes <= TwinRequest.maximumPatchBytes else {
                self = .refused(id, status: 400)
                return
            }
            self = .twin(.report(id, patch: Array(payload.readableBytesView)))
        case .stream:
            do throws(StreamTopicError) {
                self = .streamAnswer(try StreamAnswerTopic(parsing: topic.text))
            } catch {
                self = .unreadable(error)
            }
        case .methodResult(let status, let id), .checkResult(let status, let id):
            self = .callResult(id, status: status, payload: Array(payload.readableBytesView))
        case .foreign, .unknown: self = .meaningless
        }
    }
}
