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
        let (end, inputProblem) = try await Self.splice(stream, pipe)
        try await pipe.written()
        if let inputProblem { throw inputProblem }
        if let problem = HubError(end) { throw problem }
        return ExitStatus.success.rawValue
    }

    /// Joins both until they have ended; an input that cannot be read breaks the stream, so that the device is told.
    private static func splice(
        _ stream: StreamChannel,
        _ pipe: StandardPipe
    ) async throws -> (StreamEnd, HubError?) {
        enum Part {
            case ended(StreamEnd)
            case input(HubError?)
        }
        return try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask { .ended(try await Splicing.run(stream, pipe.channel).end) }
            group.addTask {
                let problem = await pipe.inputProblem()
                if problem != nil { StreamSplice.cut(stream, pipe.channel) }
                return .input(problem)
            }
            var result: (end: StreamEnd, problem: HubError?) = (.closedHere, nil)
            while let part = try await group.next() {
                switch part {
                case .input(let problem): result.problem = problem
                case .ended(let end):
                    result.end = end
                    // An input that is still open, such as a terminal, is waited for no longer.
                    group.cancelAll()
                }
            }
            return result
        }
    }
}
