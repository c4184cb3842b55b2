import CLI
import HubModel
import StreamClient

/// The part of the way behind the hub: to the device, through the relay, to what is beside the device.
struct DeviceWay {
    /// Enough to know that bytes come through; `stream test` measures.
    private static let roundTrips = 3
    /// For all of them: a device has 60 s to come to the streaming endpoint, and then says or does nothing.
    private static let relayLimit = Duration.seconds(70)

    let opener: StreamOpener
    let service: ServiceName?

    func walk(_ report: inout DoctorReport) async throws(DoctorReport.Failure) {
        try await relay(&report)
        guard let service else { return }
        let stream: ByteStream
        do throws(ClientError) {
            // The agent dials the service before it accepts.
            stream = try await opener.openBytes(service)
        } catch {
            throw DoctorReport.Failure(error, otherwise: .target)
        }
        await stream.close()
        report.passed(.target)
    }

    /// Bytes there and back, through what the agent has in itself.
    private func relay(_ report: inout DoctorReport) async throws(DoctorReport.Failure) {
        let echo: ByteStream
        do throws(ClientError) {
            echo = try await opener.openBytes(ServiceName(checked: BuiltInService.echo.rawValue))
        } catch {
            guard error.code == .streamRejected else { throw DoctorReport.Failure(error, otherwise: .relay) }
            report.passed(.controlChannel)
            // An agent with --no-built-in has no echo, and still leads to its services. Neither side went anywhere.
            for stage in [DoctorReport.Stage.serviceJoin, .deviceJoin, .relay] { report[stage] = .notTested }
            guard service == nil else { return }
            var refused = error
            refused.error.hint = "Run the agent without --no-built-in, or name one of its services with --service."
            throw DoctorReport.Failure(refused, otherwise: .relay)
        }
        report.passed(.serviceJoin)
        do throws(ClientError) {
            try await within(Self.relayLimit) { [echo] () async throws(ClientError) -> Void in
                do throws(ByteStreamError) {
                    _ = try await StreamMeter.roundTrips(Self.roundTrips, echo)
                } catch {
                    throw ClientError(error, doing: "bytes came back")
                }
            }
        } catch {
            throw Self.relayFailure(error)
        }
        await echo.close()
        report.passed(.relay)
    }

    /// This side is at the streaming endpoint by then, which waits for the other.
    private static func relayFailure(_ error: ClientError) -> DoctorReport.Failure {
        var error = error
        switch error.code {
        case .gatewayTimeout: return DoctorReport.Failure(error, otherwise: .deviceJoin)
        case .clientTimeout:
            error.error = HubError(
                .clientTimeout,
                "The stream is open, and nothing of what was sent through it came back in \(relayLimit.components.seconds) s.",
                hint: "Restart the device's agent; then look at what is between the device and the streaming endpoint."
            )
        default: break
        }
        return DoctorReport.Failure(error, otherwise: .relay)
    }
}

extension DoctorReport.Failure {
    /// Where a stream ended that did not come about; `otherwise` where the error does not say.
    init(_ error: ClientError, otherwise: DoctorReport.Stage) {
        let stage: DoctorReport.Stage
        switch error.error.stage.flatMap(StreamStage.init(rawValue:)) {
        case .deviceJoin: stage = .deviceJoin
        case .serviceJoin: stage = .serviceJoin
        case .lookup, .deliver: stage = .controlChannel
        case .answer: stage = error.code == .gatewayTimeout ? .controlChannel : otherwise
        case nil:
            switch error.code {
            case .deviceNotOnline, .deviceNotListening, .deviceDisabled: stage = .controlChannel
            case .unauthorizedAccess, .unauthorized, .forbidden: stage = .token
            default: stage = error.dial == nil ? otherwise : .serviceJoin
            }
        }
        self.init(stage: stage, error: error.error, trackingID: error.trackingID)
    }
}
