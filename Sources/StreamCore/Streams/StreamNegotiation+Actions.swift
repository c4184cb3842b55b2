package import HubModel

extension StreamNegotiation {
    /// What to do now that the device was found.
    package enum FoundAction: Equatable, Sendable {
        /// Publish the request to the device; call `expired` at that time.
        case deliver(until: Timestamp)
        case finish(StreamFinish)
        case ignore
    }

    /// What to do now that time has passed or is granted.
    package enum WaitAction: Equatable, Sendable {
        /// Call `expired` at that time, instead of the one before.
        case wait(until: Timestamp)
        case finish(StreamFinish)
        case ignore
    }

    /// What to do with the device's answer.
    package enum AnsweredAction: Equatable, Sendable {
        /// Give the service its URL and token; call `expired` at that time.
        case handOut(until: Timestamp)
        case finish(StreamFinish)
        case ignore
    }

    /// What to do now that a side is on the gateway.
    package enum JoinedAction: Equatable, Sendable {
        /// Call `expired` at that time, instead of the one before.
        case wait(until: Timestamp)
        /// The handshake is done: cancel the timer, record the start.
        case establish
        case finish(StreamFinish)
        case ignore
    }

    /// What to do after something that can only end the stream.
    package enum FinishAction: Equatable, Sendable {
        case finish(StreamFinish)
        case ignore
    }
}
