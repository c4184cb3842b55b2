import CLI
import HubClient
import HubModel
import StreamClient

/// What this program can do.
enum Tunnels {
    /// Carries out a plan, and gives the exit status.
    ///
    /// Throws `HubError` or `RequestFailure`.
    static func perform(_ plan: TunnelPlan, _ session: Session) async throws -> Int32 {
        do {
            switch plan {
            case .agentRun(let plan): return try await AgentProgram(plan, session).run()
            case .forward(let plan): return try await ForwardProgram(plan, session).run()
            case .agentCheck(let plan): return try await CheckProgram(plan, session).run()
            case .streamConnect(let plan): return try await ConnectProgram(plan, session).run()
            case .streamTest(let plan): return try await TestProgram(plan, session).run()
            case .echoService(let plan): return try await EchoProgram(plan, session).run()
            case .allowlistVerify(let plan): return try await VerifyProgram(plan, session).run()
            case .allowlistWatch(let plan): return try await WatchProgram(plan, session).run()
            case .doctor(let plan): return try await DoctorProgram(plan, session).run()
            case .demo(let plan): return try await DemoProgram(plan, session).run()
            }
        } catch let error as ClientError {
            throw RequestFailure(error)
        }
    }
}
