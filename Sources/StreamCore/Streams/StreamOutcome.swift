package import HubModel

/// How a stream request ended; each has exactly one outcome.
package enum StreamOutcome: Equatable, Sendable {
    case rejected(StreamRejection)
    /// The handshake did not come about.
    case failed(StreamStage, StreamFailure)
    /// The service gave up before it had an answer.
    case abandoned(StreamStage)
    /// Closed by the hub: by hand, or because device, policy or hub is gone; `nil` once it was established.
    case closed(ErrorCode, StreamStage?)
    /// An established stream ended by itself; the side that ended it, where the gateway knows.
    case ended(by: StreamSide?)
}

/// Why a handshake did not come about.
package enum StreamFailure: Equatable, Sendable {
    case timedOut
    /// The hub knew that it cannot succeed, such as `DeviceNotOnline` or `ServiceNotConfirmed`.
    case refused(ErrorCode)
    /// The side was on the gateway and left before the other came.
    case left(StreamSide)

    /// The code of the catalogue.
    package var code: ErrorCode {
        switch self {
        case .timedOut: .gatewayTimeout
        case .refused(let code): code
        case .left(.device): .deviceNotOnline
        case .left(.service): .gatewayTimeout
        }
    }
}

/// What is left to do for a stream request that is over.
package struct StreamFinish: Equatable, Sendable {
    package let outcome: StreamOutcome
    /// The service still waits for the answer to its request.
    package let owesReply: Bool
    /// The gateway must end what it has of this stream, and refuse who comes with a token of it.
    package let closesGateway: Bool
}
