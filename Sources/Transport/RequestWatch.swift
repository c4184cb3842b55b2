import Logging
import NIOCore

/// Keeps the deadlines of one HTTP connection: one timer, shared by the handlers on both sides of the HTTP decoder.
///
/// The timer is lazy. A deadline that moves away leaves it as it is, and it looks again when it fires; a busy
/// connection therefore does not schedule and cancel a timer for every request.
final class RequestWatch {
    private let logger: Logger
    private var deadlines: RequestDeadlines
    private var progress: WriteProgress
    private var context: ChannelHandlerContext?
    private var timer: (task: Scheduled<Void>, due: NIODeadline)?

    init(limits: RequestDeadlines.Limits, logger: Logger) {
        self.logger = logger
        deadlines = RequestDeadlines(limits: limits)
        progress = WriteProgress(limit: limits.stalledResponse)
    }

    /// The handler nearest to the network is in the pipeline; it is the one that closes.
    func attached(context: ChannelHandlerContext) {
        self.context = context
    }

    /// The connection is closed or speaks another protocol: nothing is awaited any more.
    func detached() {
        deadlines.finished()
        timer?.task.cancel()
        timer = nil
        context = nil
    }

    /// Tells the machine what happened.
    ///
    /// Whoever does so calls `arm()` when it has passed the event on.
    func happened(_ verb: (inout RequestDeadlines, NIODeadline) -> Void) {
        guard let context else { return }
        verb(&deadlines, context.eventLoop.now)
    }

    /// Bytes were handed to the socket.
    func flushed() {
        guard let context else { return }
        observeProgress(context: context)
        arm()
    }

    /// Makes sure that the timer fires at the next deadline or before.
    func arm() {
        guard let context, let due = nextDeadline else { return }
        if let timer {
            if timer.due <= due { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) { self.timerFired() }
        timer = (task, due)
    }

    private var nextDeadline: NIODeadline? {
        switch (deadlines.deadline, progress.deadline) {
        case (let first?, let second?): min(first, second)
        case (let one?, nil), (nil, let one?): one
        case (nil, nil): nil
        }
    }

    private func timerFired() {
        timer = nil
        guard let context else { return }
        observeProgress(context: context)
        let now = context.eventLoop.now
        if let deadline = deadlines.deadline, deadline <= now {
            close(context: context, stage: deadlines.stage)
        } else if let deadline = progress.deadline, deadline <= now {
            close(context: context, stage: "response not taken")
        } else {
            arm()
        }
    }

    private func observeProgress(context: ChannelHandlerContext) {
        guard let options = context.channel.syncOptions else { return }
        // A channel that does not know the option, or is closed, has nothing to watch.
        let pending = (try? options.getOption(.bufferedWritableBytes)) ?? 0
        progress.observed(pending: pending, at: context.eventLoop.now)
    }

    private func close(context: ChannelHandlerContext, stage: String) {
        logger.debug(
            "connection closed at its deadline",
            metadata: ["stage": "\(stage)", "peer.address": "\(context.remoteAddress?.ipAddress ?? "")"]
        )
        detached()
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension RequestWatch: Sendable {}
