import NIOCore
import StreamClient

/// Joins a stream and a local connection for as long as the task may run.
enum Splicing {
    /// Returns when both are closed; a cancelled task cuts both.
    static func run(_ stream: StreamChannel, _ local: any Channel) async throws -> StreamSplice.Outcome {
        try await withTaskCancellationHandler {
            try await StreamSplice.join(stream, local).get()
        } onCancel: {
            StreamSplice.cut(stream, local)
        }
    }
}

/// Waits until a channel is closed, or the task is cancelled.
func untilClosed(_ channel: any Channel) async {
    let (ends, end) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingNewest(1))
    channel.closeFuture.whenComplete { _ in end.finish() }
    for await _ in ends {}
}
