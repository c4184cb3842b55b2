import CLI
import DeviceSDK
import HubModel
import NIOPosix
import StreamClient
import Transport

/// Carries out `agent check`.
struct CheckProgram {
    private let plan: AgentPlan
    private let session: Session

    init(_ plan: AgentPlan, _ session: Session) {
        self.plan = plan
        self.session = session
    }

    func run() async throws -> Int32 {
        var report = CheckReport()
        do {
            let agent = try AgentDevice(plan.login, session)
            let device = try agent.client()
            report.add(.passed, "configuration")
            let stages = CheckReport.stages(isWebSocket: plan.login.transport == .websocket, usesProxy: agent.usesProxy)
            var failure = await Self.attempt(device)
            if let problem = failure?.dial, let words = await Self.distrust(problem, agent.settings) {
                failure = ClientError(
                    DialError(problem.stage, problem.reason, host: problem.host, port: problem.port, message: words)
                )
            }
            report.add(failure, stages)
            await device.close()
        } catch let error as ClientError {
            configurationFailed(error.error, &report)
        } catch let error as HubError {
            configurationFailed(error, &report)
        }
        for service in plan.services.all {
            report.add(await Self.reach(service), "service " + service.title)
        }
        return try session.show(report.outcome).rawValue
    }

    private func configurationFailed(_ error: HubError, _ report: inout CheckReport) {
        report.add(.failed(error.message), "configuration")
        let stages = CheckReport.stages(isWebSocket: plan.login.transport == .websocket, usesProxy: false)
        for stage in stages { report.add(.notTested, stage) }
    }

    /// Why the device does not get in; `nil` where it does.
    private static func attempt(_ device: DeviceClient) async -> ClientError? {
        await withTaskGroup(of: ClientError?.self) { group in
            group.addTask {
                do throws(ClientError) { try await device.connect() } catch { return error }
                return nil
            }
            group.addTask {
                for await state in device.connectionStates {
                    switch state {
                    case .waiting(let error, _), .refused(let error): return error
                    case .connected: return nil
                    case .connecting, .closed: break
                    }
                }
                return ClientError(HubError(.clientTimeout, "The hub did not answer."))
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    /// Whose certificate came where it is not trusted; `nil` where that cannot be seen, or something else is wrong.
    private static func distrust(_ error: DialError, _ settings: ConnectionSettings) async -> String? {
        guard error.stage == .tls, error.reason == .untrustedCertificate else { return nil }
        let target = DialTarget(host: error.host, port: error.port)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        // The error that is there stands without it.
        guard let shown = try? await Dialler(settings).certificate(of: target, on: loop).get() else { return nil }
        return SightProblem.certificate(shown, host: error.host, port: error.port, isTrustProven: false)
            + " A hub's own CA is named with --cacert."
    }

    private static func reach(_ service: AgentService) async -> CheckReport.Result {
        do throws(DialError) {
            let channel = try await LocalTarget.connect(
                host: service.host,
                port: service.port,
                on: MultiThreadedEventLoopGroup.singleton.next(),
                timeout: AgentDesk.targetTimeout
            )
            channel.close(promise: nil)
            return .passed
        } catch {
            return .failed(error.message)
        }
    }
}
