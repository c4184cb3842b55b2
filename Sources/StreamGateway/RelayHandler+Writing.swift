import HubModel
import NIOCore
import StreamCore

/// What is written to this side: the peer's batches, and pongs, pings and close frames between frames.
extension RelayHandler {
    /// Writes what the peer sent; called on this side's event loop.
    func deliver(_ batch: RelayBatch, from source: RelayLink) {
        var pieces = [batch.bytes]
        var payload = batch.payloadCount
        var ends = false
        switch outgoing {
        case .open:
            if let owedPong = intake.owedPong, !isPongUnderWay, isMidFrame, let boundary = batch.boundary {
                let (before, after) = batch.split(at: boundary)
                pieces = [before, pong(owedPong), after]
            }
        case .owed(let status):
            if let boundary = batch.boundary {
                pieces = [batch.split(at: boundary).before, closeFrame(status)]
                // What stands behind the boundary is dropped, and its headers with it.
                payload = min(payload, pieces.reduce(0) { $0 + $1.readableBytes })
                ends = true
            }
        case .closeSent, .closed:
            pieces = []
        }
        guard !pieces.isEmpty, context != nil else {
            credit(batch.byteCount, source)
            return
        }
        isMidFrame = batch.endsMidFrame && !ends
        stream.lane(from: side.other).wrote(payload)
        if ends { closeWritten() }
        write(pieces, holding: batch.byteCount, of: source)
        // TLS has read it by now; where it has not, it holds a reference, and a buffer that is held is never written.
        gateway.buffers.keep(batch.bytes)
    }

    /// Answers the last ping, unless an answer is under way or a frame is not whole.
    ///
    /// One answer at a time: whoever sends pings and reads nothing holds two of them here, not a heap.
    func answerPing() {
        guard let owedPong = intake.owedPong, !isMidFrame, !isPongUnderWay, outgoing == .open else { return }
        write([pong(owedPong)])
    }

    /// Asks whether the side is there; says whether that was possible.
    func sendPing() -> Bool {
        guard !isMidFrame, outgoing == .open else { return false }
        var frame = ByteBuffer()
        FrameWriter.writePing(key: nil, into: &frame)
        write([frame])
        return true
    }

    func closeFrame(_ status: CloseStatus?) -> ByteBuffer {
        var frame = ByteBuffer()
        FrameWriter.writeClose(status, key: nil, into: &frame)
        return frame
    }

    private func pong(_ payload: ByteBuffer) -> ByteBuffer {
        var frame = ByteBuffer()
        FrameWriter.writePong(payload, key: nil, into: &frame)
        intake.owedPong = nil
        isPongUnderWay = true
        return frame
    }

    /// Writes and flushes; `held` bytes are given back to their source once the socket took them.
    func write(_ pieces: [ByteBuffer], holding held: Int = 0, of source: RelayLink? = nil) {
        guard let context, let last = pieces.last else { return }
        let count = pieces.reduce(0) { $0 + $1.readableBytes }
        unwrittenBytes += count
        writtenBytes += count
        let promise = eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.written(count)
            if let source { self.credit(held, source) }
        }
        isFlushing = true
        for piece in pieces.dropLast() { context.write(wrapOutboundOut(piece), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(last), promise: promise)
        isFlushing = false
        updateWatch()
    }

    private func written(_ count: Int) {
        unwrittenBytes -= count
        guard unwrittenBytes == 0 else { return }
        isPongUnderWay = false
        // At once means that the kernel had room: that says nothing about the peer.
        guard !isFlushing else { return }
        updateWatch()
        answerPing()
    }

    private func credit(_ count: Int, _ source: RelayLink) {
        if stream.lane(from: side.other).returned(count) { source.now { $0.laneDrained() } }
    }
}
