import HubModel
import NIOCore
import StreamCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

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
            if !isAsked() {
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

    /// Asks whether the side is there; says whether it owes us something from now on.
    ///
    /// No ping may stand inside a frame (RFC 6455 §5.4): where the side got a part of one, the rest must come first, and
    /// that is up to the other side. The silence of such a side says nothing, unless it is itself inside a frame that it
    /// sends: then it owes the rest, asked or not. So of two sides that both stopped inside a frame neither is waited for
    /// without end; and a side that got a part of a frame gets more of it, or the other one is given up. What it gets
    /// tells whether it is there: `limitSilence`.
    private func isAsked() -> Bool {
        outgoing == .open && (sendPing() || reader.isInsideFrame)
    }

    /// Has the system give the connection up when nothing of what is sent is acknowledged for as long as a side may stay
    /// silent (RFC 5482).
    ///
    /// The few bytes of a frame that goes on and on fit into the system's buffers, so no write ever waits; left to
    /// itself, the system tries for a quarter of an hour. Behind a proxy it is the proxy that acknowledges: then a side
    /// that vanished inside a frame is noticed when the proxy notices, or takes no more.
    func limitSilence(_ options: any NIOSynchronousChannelOptions) throws {
        #if os(Linux)
        let limit = gateway.settings.pingInterval + gateway.settings.pingPatience
        let milliseconds = SocketOptionValue(clamping: limit.wholeMilliseconds)
        try options.setOption(.tcpOption(.init(rawValue: TCP_USER_TIMEOUT)), value: milliseconds)
        #endif
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

    func vanished(_ context: ChannelHandlerContext) {
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
