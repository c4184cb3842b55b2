import HubModel
import StreamCore

/// A stream that the broker knows: from the request until its end is on record.
struct LiveStream: Sendable {
    let opening: StreamOpening
    let id: StreamID
    let openedAt: Timestamp
    let endpoint: RecordedEndpoint
    let subjects: [StreamLimiter.Subject]
    var negotiation: StreamNegotiation
    /// When its present stage began, on the clock that measures.
    var stageBegan: Int64
    /// Tokens and URLs of both sides, made with the stream.
    var grant: StreamGrant
    let serviceURL: StreamURL
    let request: StreamRequestTopic
    /// The connection that was asked, and what let it in.
    var connection: DeviceConnectionID?
    var credential: DeviceCredential?
    var acceptedAt: Timestamp?
    var establishedAt: Timestamp?
    var confirmed: ServiceName?
    var traffic = StreamTraffic()
    var waiters: [UInt64: CheckedContinuation<StreamReply, Never>] = [:]
    /// The gateway has reported its end, or had nothing of it.
    var gatewayIsDone = true
    var ending: StreamEnding?
    var endedAt: Timestamp?
    /// When the end is put on record, whether the gateway has reported or not.
    var recordBy: Timestamp?
    /// Why it was closed, for the record, where somebody or a limit did it.
    var closingReason: String?
    /// The same for the two sides, who are not told by whom.
    var closingWords: String?

    /// Where the sides meet.
    struct RecordedEndpoint: Sendable {
        let host: String
        let url: String
    }

    var key: StreamKey { StreamKey(hub: opening.hub, stream: id) }

    /// When the broker has to look at it again.
    var wakes: Timestamp? { recordBy ?? negotiation.wakes }

    func resource(now: Timestamp) -> StreamResource {
        StreamResource(
            streamId: id,
            streamName: opening.name,
            deviceId: opening.identity.device,
            moduleId: opening.identity.module,
            service: confirmed ?? opening.service,
            reason: opening.reason,
            state: state,
            stage: negotiation.outcome?.stage ?? negotiation.stage,
            stageEndsAt: negotiation.wakes,
            caller: opening.caller.text,
            callerAddress: opening.address,
            endpoint: endpoint.url,
            openedAt: openedAt,
            acceptedAt: acceptedAt,
            establishedAt: establishedAt,
            endedAt: endedAt,
            bytes: traffic,
            durationMs: ((endedAt ?? now) - openedAt).wholeMilliseconds,
            resultCode: negotiation.outcome.flatMap(\.code)?.rawValue,
            closeReason: closeReason,
            trackingId: opening.trackingID
        )
    }

    private var state: StreamState {
        switch negotiation.stage {
        case .lookup, .deliver: .requested
        case .answer: .delivered
        case .deviceJoin, .serviceJoin: .accepted
        case nil: negotiation.outcome == nil ? .established : .ended
        }
    }

    private var closeReason: String? {
        guard let outcome = negotiation.outcome else { return nil }
        if let closingReason { return closingReason }
        switch outcome {
        case .ended: return ending?.reason ?? "ended"
        case .rejected(let rejection): return rejection.words
        case .failed(let stage, .timedOut): return "timed out in the stage \(stage.rawValue)"
        case .failed(_, .left(let side)): return "the \(side.rawValue) left before the other side came"
        case .failed(_, .refused(let code)): return code.rawValue
        case .abandoned: return "the service gave up"
        case .closed(let code, _): return "closed by the hub: \(code.rawValue)"
        }
    }
}

extension StreamOutcome {
    /// The stage in which it ended; `nil` after the handshake.
    var stage: StreamStage? {
        switch self {
        case .rejected: .answer
        case .failed(let stage, _), .abandoned(let stage): stage
        case .closed(_, let stage): stage
        case .ended: nil
        }
    }

    /// Whether the device may yet be asked, as long as the request waits for it.
    var mayPass: Bool {
        switch self {
        case .failed(.lookup, .refused(let code)), .failed(.deliver, .refused(let code)):
            code == .deviceNotOnline || code == .deviceNotListening
        case .failed, .rejected, .abandoned, .closed, .ended: false
        }
    }

    /// The code of the catalogue; `nil` where nothing failed.
    var code: ErrorCode? {
        switch self {
        case .rejected(let rejection): rejection.errorCode
        case .failed(_, let failure): failure.code
        case .abandoned: .requestTimeout
        case .closed(let code, _): code
        case .ended: nil
        }
    }
}

extension StreamRejection {
    /// What callers are told: an agent that could not reach its service has not said no.
    var errorCode: ErrorCode {
        code?.text == ErrorCode.targetUnavailable.rawValue ? .targetUnavailable : .streamRejected
    }

    /// What the device gave as its reason, for people.
    var words: String {
        let parts = [errorCode == .targetUnavailable ? nil : code?.text, text.map { VisibleText.show($0, limit: 300) }]
            .compactMap { $0 }
        return parts.isEmpty ? "the device gave no reason" : parts.joined(separator: ": ")
    }

    /// The same as the end of a sentence, which the device may have ended itself.
    var sentence: String {
        let words = words
        return words.last?.isPunctuation == true ? words : words + "."
    }
}
