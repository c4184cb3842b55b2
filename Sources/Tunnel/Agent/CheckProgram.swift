import CLI
import DeviceSDK
import HubModel
import NIOPosix
import StreamClient

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
            report.add(await Self.attempt(device), stages)
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
