import CLI
import DeviceSDK
import HubModel
import JMESPath
import StreamClient
import Transport

/// Carries out `agent run`.
struct AgentProgram {
    private let device: DeviceClient
    private let desk: AgentDesk
    private let log: EventLog

    init(_ plan: AgentPlan, _ session: Session) throws {
        let log = EventLog(session.eventStyle)
        let policy =
            plan.acceptProgram.isEmpty ? nil : AcceptPolicy(plan.acceptProgram, timeout: plan.acceptTimeout)
        let agent = try AgentDevice(plan.login, session)
        device = try agent.client()
        if let scope = device.scope {
            let checks = AgentChecks(scope, agent.settings, session.world, log)
            device.answerChecks { await checks.report($0) }
        }
        desk = AgentDesk(plan.services, policy, log)
        self.log = log
    }

    /// Until a signal comes, or the hub refuses the device for good.
    func run() async throws -> Int32 {
        // Two for each stream; the policy's programs have few of their own.
        _ = DescriptorLimit.raise()
        let status = try await Drain.run { [device, log] in
            await log.stopping()
            // From now on the device is offline; streams are connections of their own.
            await device.close()
        } _: { [device, desk, log] in
            async let telling: Void = Self.tellStates(of: device, log)
            try await desk.serve(device)
            await telling
        }
        await log.tell("stopped", [], text: "The agent ends.")
        return status ?? ExitStatus.failed.rawValue
    }

    private static func tellStates(of device: DeviceClient, _ log: EventLog) async {
        for await state in device.connectionStates { await tell(state, log) }
    }

    /// What is seen of a certificate takes another connection, which only the check makes.
    private static func advice(_ error: ClientError) -> String {
        error.code == .tlsTrustFailed ? " See whose it is with: devicestream agent check." : ""
    }

    private static func tell(_ state: DeviceConnectionState, _ log: EventLog) async {
        switch state {
        case .connecting: await log.tell("connecting", [], .detail, text: "connecting")
        case .connected:
            await log.tell("connected", [], text: "Connected; waiting for streams.")
            ProgramCode.release()
        case .waiting(let error, let delay):
            let seconds = max(1, delay.components.seconds)
            await log.tell(
                "disconnected",
                .of(error.error) + [("retryAfterSeconds", .number(JSONNumber(Int(seconds))))],
                text: "Not connected: \(error.error.message)\(advice(error)) Again in \(seconds) s."
            )
        // Told as the error that ends the command.
        case .refused, .closed: break
        }
    }
}
