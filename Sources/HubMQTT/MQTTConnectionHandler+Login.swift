import HubControl
import HubModel
import Logging
import NIOCore
import StreamCore

// The login.
extension MQTTConnectionHandler {
    func authenticate(_ login: MQTTLogin) {
        guard let context else { return }
        isCleanSession = login.cleanSession
        let login = origin.login(login, on: context.channel)
        let link = link(context.eventLoop)
        let door = services.door
        context.eventLoop.makeFutureWithTask { await door.judge(login, link) }.assumeIsolated().whenComplete { result in
            switch result {
            case .success(.success(let connection)): self.letIn(connection)
            case .success(.failure(let error)): self.refuse(error)
            // The task above does not throw.
            case .failure: self.refuse(HubError(.serverError, "The login could not be judged."))
            }
        }
    }

    func letIn(_ connection: DeviceConnection) {
        guard !isOver else { return services.door.closed(connection.id, end.reason) }
        self.connection = connection
        logger[metadataKey: "hub.id"] = "\(connection.hub)"
        logger[metadataKey: "device.id"] = "\(connection.identity)"
        logger.info("device connected", metadata: ["transport": "\(origin.transport.rawValue)"])
        let restored = services.memory.begin(connection.identity, hub: connection.hub, isClean: isCleanSession)
        perform(
            session?.authenticated(
                as: connection.identity,
                until: connection.endsAt,
                restoring: restored,
                now: services.world.now
            ) ?? []
        )
        resume()
    }

    func refuse(_ error: HubError) {
        guard !isOver else { return }
        logger.debug(
            "device not let in",
            metadata: ["error.code": "\(error.code.rawValue)", "reason": "\(VisibleText.show(error.message))"]
        )
        perform(session?.refused(error.connectRefusal) ?? [])
        resume()
    }

    /// Goes on with what had to wait for the judgement.
    func resume() {
        readPackets()
        endBatch()
        let waiting = deliveries
        deliveries = []
        for (message, done) in waiting { deliver(message, done) }
        releaseRead()
    }

    func releaseRead() {
        guard holdsRead, !isJudging else { return }
        holdsRead = false
        context?.read()
    }
}
