import CLI
import HubModel
import NIOCore
import NIOPosix
import StreamClient

/// Carries out `stream connect`.
struct ConnectProgram {
    private let plan: StreamConnectPlan
    private let opener: StreamOpener

    init(_ plan: StreamConnectPlan, _ session: Session) throws {
        self.plan = plan
        opener = try StreamOpener(plan.wish, session)
    }

    func run() async throws -> Int32 {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let stream = try await opener.open(plan.target, on: loop)
        let pipe: StandardPipe
        do {
            pipe = try await StandardPipe.open(on: loop)
        } catch {
            stream.channel.close(promise: nil)
            throw error
        }
        let outcome = try await Splicing.run(stream, pipe.channel)
        await pipe.written()
        if let problem = HubError(outcome.end) { throw problem }
        return ExitStatus.success.rawValue
    }
}
