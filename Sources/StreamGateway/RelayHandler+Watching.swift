import HubModel
import NIOCore
import StreamCore

/// Noticing that a side vanished, and the reports that need a timer.
extension RelayHandler {
    /// Looks after the side, and sets the timer for the next look.
    func wake() {
        wakeTimer = nil
        guard let context, context.channel.isActive else { return }
        let now = gateway.world.now
        if stall.looked(written: writtenBytes, pending: pendingBytes(context), now: now) {
            vanished(context)
            return
        }
        let next: Timestamp
        switch watch.woke(now: now) {
        case .wake(let time): next = time
        case .ping(let time):
            next = time
            // Inside a frame nothing can be asked: its bytes must come first, and whether they are taken tells enough.
            if outgoing != .open || !sendPing() {
                watch.held()
                watch.released(now: now)
            }
        case .peerGone:
            vanished(context)
            return
        }
        let wait = stall.deadline.map { min($0, next) } ?? next
        wakeTimer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(max(.milliseconds(1), wait - now))) {
            self.wake()
        }
    }

    /// Silence says nothing while we do not listen, or while what was written is not taken.
    func updateWatch() {
        if holdsReading || unwrittenBytes > 0 {
            watch.held()
        } else {
            watch.released(now: gateway.world.now)
        }
    }

    func stopTimers() {
        wakeTimer?.cancel()
        wakeTimer = nil
        closeTimer?.cancel()
        closeTimer = nil
    }

    /// Reports the bytes that moved, some time from now.
    func reportProgressLater() {
        let gateway = gateway
        let stream = stream
        eventLoop.scheduleTask(in: TimeAmount(gateway.settings.progressInterval)) {
            stream.reportProgress(gateway.send)
        }
    }

    private func vanished(_ context: ChannelHandlerContext) {
        outgoing = .closed
        incomingEnded(.vanished)
        context.close(promise: nil)
    }

    /// What the socket has not taken.
    private func pendingBytes(_ context: ChannelHandlerContext) -> Int {
        guard unwrittenBytes > 0 else { return 0 }
        do {
            // Behind TLS there are some bytes more than were written, which does not matter.
            return try context.channel.syncOptions?.getOption(.bufferedWritableBytes) ?? unwrittenBytes
        } catch {
            return unwrittenBytes
        }
    }
}
