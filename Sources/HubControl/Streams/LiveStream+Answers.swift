import HubModel
import StreamCore

// What the service is told, and what goes on record.
extension LiveStream {
    /// What the service hears of an end before it was accepted.
    func reply(to outcome: StreamOutcome) -> StreamReply {
        switch outcome {
        case .rejected(let rejection): return .rejected(rejection, url: serviceURL)
        case .failed(let stage, .timedOut):
            return .failed(
                HubError(
                    .gatewayTimeout,
                    "The handshake of the stream ran out in the stage '\(stage.rawValue)', \(stage.waitsFor).",
                    stage: stage.rawValue
                )
            )
        case .failed(let stage, .refused(let code)): return .failed(error(code, stage))
        case .failed(let stage, .left(let side)):
            return .failed(
                HubError(
                    side == .device ? .deviceNotOnline : .gatewayTimeout,
                    "The \(side.rawValue) left the streaming endpoint before the other side came.",
                    stage: stage.rawValue
                )
            )
        case .abandoned: return .failed(StreamBroker.abandoned)
        case .closed(let code, let stage):
            return .failed(
                HubError(
                    code,
                    closingReason.map { "The stream was closed: \(VisibleText.show($0, limit: 300))" }
                        ?? "The stream was closed before the device answered.",
                    stage: stage?.rawValue
                )
            )
        case .ended: return .failed(HubError(.resourceConflict, "The stream has ended."))
        }
    }

    private func error(_ code: ErrorCode, _ stage: StreamStage) -> HubError {
        switch code {
        case .deviceNotListening:
            HubError(
                code,
                "The device '\(opening.identity)' is connected, but does not take stream requests.",
                target: "deviceId",
                stage: stage.rawValue
            )
        case .serviceNotConfirmed:
            HubError(
                code,
                "The device accepted without confirming the service '\(opening.service?.text ?? "")'.",
                target: "service",
                stage: stage.rawValue
            )
        default:
            HubError(
                code,
                "The device '\(opening.identity)' lost its connection to the hub '\(opening.hub)'.",
                target: "deviceId",
                stage: stage.rawValue
            )
        }
    }

    /// The record of the request; `outcome` is `nil` where the device accepted.
    func requestRecord(_ now: Timestamp, _ outcome: StreamOutcome?) -> ActivityRecord {
        let code = outcome.map { $0.code ?? .gatewayTimeout }
        var record = record(.streamRequest, now, code)
        record.resultDescription =
            outcome.map { outcome in
                if case .rejected(let rejection) = outcome { return rejection.words }
                return code.map(\.entry.meaning) ?? ""
            } ?? "accepted"
        // One that a limit refused never came to the machine, which would know.
        record.properties.stage = outcome?.stage ?? record.properties.stage
        record.properties.statusCode = code?.httpStatus ?? 200
        return record
    }

    /// The end of a stream that was accepted.
    func endRecord(_ now: Timestamp) -> ActivityRecord {
        let resource = resource(now: now)
        var record = record(.streamEnd, now, negotiation.outcome.flatMap(\.code))
        record.resultDescription = resource.closeReason ?? ""
        record.properties.closeReason = resource.closeReason
        record.properties.bytesFromDevice = traffic.fromDevice
        record.properties.bytesFromService = traffic.fromService
        return record
    }

    private func record(
        _ operation: ActivityRecord.Operation,
        _ now: Timestamp,
        _ code: ErrorCode?
    ) -> ActivityRecord {
        var properties = opening.properties
        properties.streamId = id
        properties.service = confirmed ?? opening.service
        properties.endpoint = endpoint.host
        properties.stage = negotiation.outcome?.stage
        return ActivityRecord(
            time: now,
            hub: opening.hub,
            category: .deviceStreams,
            operationName: operation,
            resultType: code?.rawValue ?? ActivityRecord.success,
            resultDescription: "",
            level: code == nil ? .information : .warning,
            durationMs: ((endedAt ?? now) - openedAt).wholeMilliseconds,
            properties: properties
        )
    }
}

extension StreamStage {
    /// The stage as the end of a sentence.
    var waitsFor: String {
        switch self {
        case .lookup: "waiting to find the device"
        case .deliver: "waiting to hand the request to the device"
        case .answer: "waiting for the device's answer"
        case .deviceJoin: "waiting for the device to come to the streaming endpoint"
        case .serviceJoin: "waiting for the service to come to the streaming endpoint"
        }
    }
}
