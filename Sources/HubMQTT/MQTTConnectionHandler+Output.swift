import HubControl
import HubModel
import Logging
import NIOCore
import StreamCore

// What the hub asks, from anywhere.
extension MQTTConnectionHandler {
    func link(_ loop: any EventLoop) -> DeviceLink {
        let handler = NIOLoopBound(self, eventLoop: loop)
        return DeviceLink(
            deliver: { topic, done in
                loop.execute { handler.value.deliver(DevicePublish(topic: topic.text), done) }
            },
            publish: { message, done in loop.execute { handler.value.deliver(message, done) } },
            end: { reason in loop.execute { handler.value.endFromOutside(reason) } }
        )
    }

    func deliver(_ message: DevicePublish, _ done: @escaping Done) {
        if isJudging, deliveries.count < Self.maximumWaitingDeliveries {
            deliveries.append((message, done))
            return
        }
        guard let name = MQTTTopicName(message.topic),
            let action = session?.publish(
                topic: name,
                payload: ByteBuffer(bytes: message.payload),
                qos: .atMostOnce
            )
        else { return done(.gone) }
        switch action {
        case .send(let packet):
            write(packet)
            flush(done)
        case .notSubscribed: done(.notListening)
        case .notConnected, .tooManyInFlight, .tooLarge: done(.gone)
        }
    }

    func endFromOutside(_ reason: MQTTCloseReason) {
        guard session != nil else { return close() }
        perform(session?.ended(reason) ?? [])
    }

    /// Does the next request about the twin, and publishes what comes of it.
    func askForTwin() {
        guard let context, let connection, let request = twinQueue.next() else { return }
        let door = services.door
        context.eventLoop.makeFutureWithTask { await door.twin(request, connection) }.assumeIsolated().whenComplete {
            result in
            self.twinQueue.answered()
            guard !self.isOver else { return }
            // The task above does not throw.
            if case .success(let answer) = result { self.publish(answer) }
            self.flush()
            self.askForTwin()
        }
    }
}

// What goes out, and the end.
extension MQTTConnectionHandler {
    func publish(_ answer: DevicePublish) {
        let payload = ByteBuffer(bytes: answer.payload)
        // A device that did not subscribe to the answer gets none.
        guard let topic = MQTTTopicName(answer.topic),
            case .send(let packet) = session?.publish(topic: topic, payload: payload, qos: .atMostOnce)
        else { return }
        write(packet)
    }

    func write(_ packet: MQTTPacket) {
        do throws(MQTTEncodeError) {
            try output.write(packet)
        } catch {
            logger.error("packet not sent", metadata: ["problem": "\(error)"])
        }
    }

    /// Hands everything written to the socket, and tells when it is there.
    func flush(_ done: Done? = nil) {
        guard let context, let bytes = output.take() else {
            done?(.gone)
            return
        }
        let count = bytes.readableBytes
        waitingBytes += count
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { outcome in
            self.waitingBytes -= count
            switch outcome {
            case .success: done?(.written)
            case .failure: done?(.gone)
            }
            if self.isOver, self.waitingBytes == 0 { self.close() }
        }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: written)
        if waitingBytes > Self.maximumWaitingBytes {
            logger.debug("device does not read", metadata: ["waiting": "\(waitingBytes)"])
            close()
        }
    }

    /// The session is over: writes what is queued, then closes.
    func finish(_ reason: MQTTCloseReason) {
        leave(reason)
        flush()
        releaseRead()
        guard waitingBytes > 0, let context else { return close() }
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeTimeout) { self.close() }
    }

    /// Tells the hub that the device has gone, once.
    func leave(_ reason: MQTTCloseReason?) {
        guard !isOver else { return }
        tellHub()
        end = .over(reason)
        input.drop()
        for (_, done) in deliveries { done(.gone) }
        deliveries = []
        twinQueue.drop()
        let shown = reason.map { VisibleText.show("\($0)", limit: 120) } ?? "connection broke"
        guard let connection else {
            logger.debug("connection ended before a login", metadata: ["reason": "\(shown)"])
            return
        }
        services.door.closed(connection.id, reason)
        logger.info("device disconnected", metadata: ["reason": "\(shown)"])
    }

    func close() {
        if case .closing = end { return }
        if !isOver {
            perform(session?.closed() ?? [])
            leave(nil)
        }
        end = .closing(end.reason)
        timer?.cancel()
        timer = nil
        // Where there is a WebSocket between, it closes with this.
        if let status = end.reason?.closeStatus { context?.triggerUserOutboundEvent(status, promise: nil) }
        context?.close(promise: nil)
        releaseRead()
    }
}
