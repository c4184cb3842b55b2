import HubModel
import StreamCore

/// What a publish of a device means to the hub.
enum DeviceMessage: Equatable {
    /// A message of the device's own, to be counted.
    case telemetry(bytes: Int)
    /// A request about the twin, and the answer to it.
    case twin(TwinAnswer)
    /// An answer to a stream request.
    case streamAnswer(StreamAnswerTopic)
    /// An answer to a stream request that nobody can read, and why.
    case unreadable(StreamTopicError)
    /// Nothing: acknowledged and dropped, as closing would make SDKs publish it again.
    case meaningless

    init(topic: MQTTTopicName, payloadBytes: Int, from identity: DeviceIdentity) {
        switch DeviceTopic(topic.text, from: identity) {
        case .telemetry: self = .telemetry(bytes: payloadBytes)
        case .twinRead(let id): self = .twin(.document(id))
        case .twinReport(let id): self = .twin(.reported(id))
        case .stream:
            do throws(StreamTopicError) {
                self = .streamAnswer(try StreamAnswerTopic(parsing: topic.text))
            } catch {
                self = .unreadable(error)
            }
        case .methodResult, .foreign, .unknown: self = .meaningless
        }
    }
}
