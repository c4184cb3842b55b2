import CLI
import HubModel
import JMESPath
import NIOCore
import StreamClient
import Synchronization
import Transport

/// Carries out `forward`.
struct ForwardProgram {
    private let plan: ForwardPlan
    private let opener: StreamOpener
    private let log: EventLog

    init(_ plan: ForwardPlan, _ session: Session) throws {
        self.plan = plan
        opener = try StreamOpener(plan.wish, session)
        log = EventLog(session.eventStyle, isOutputTaken: !plan.program.isEmpty)
    }

    func run() async throws -> Int32 {
        // Two for each stream. A client keeps the limit that it was given: some close all there may be, one by one.
        if plan.program.isEmpty { _ = DescriptorLimit.raise() }
        // Who waits for the device may begin before it is there.
        if plan.wish.waitOnline == .zero { try await opener.checkPresence() }
        var listeners: [ForwardListener] = []
        do {
            for rule in plan.rules { listeners += try await ForwardListener.open(rule) }
        } catch {
            for listener in listeners { listener.channel.channel.close(promise: nil) }
            throw error
        }
        for listener in listeners {
            await log.tell(
                "listening",
                [
                    ("host", .string(listener.host)), ("port", .number(JSONNumber(listener.port))),
                    ("target", .string(listener.rule.target.text)), ("device", .string(plan.wish.device.text)),
                ],
                text: "Listening on \(listener.place), which leads to '\(listener.rule.target)' of \(plan.wish.device)."
            )
        }
        return try await serve(listeners)
    }

    /// Until a signal comes, or the program has ended.
    private func serve(_ listeners: [ForwardListener]) async throws -> Int32 {
        guard plan.program.isEmpty else {
            return try await serve(listeners, for: ForwardClient(plan.program, listeners[0]))
        }
        let status = try await Drain.run { [log] in
            await log.stopping()
            for listener in listeners { listener.channel.channel.close(promise: nil) }
        } _: {
            try await accept(listeners)
        }
        return status ?? ExitStatus.failed.rawValue
    }

    /// Until the program has ended, and what it sent before is through.
    private func serve(_ listeners: [ForwardListener], for client: ForwardClient) async throws -> Int32 {
        try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await accept(listeners)
                return nil
            }
            group.addTask { try await client.run() }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                guard let status = ended else { continue }
                for listener in listeners { listener.channel.channel.close(promise: nil) }
                group.addTask {
                    // Ended early by the cancellation alone.
                    try? await Task.sleep(for: Drain.patience)
                    return nil
                }
                // The status is known; how the connections end is told by each.
                _ = try? await group.next()
                return status
            }
            return ExitStatus.failed.rawValue
        }
    }

    /// Serves connections until the listeners are closed, and those that there are then to their end.
    private func accept(_ listeners: [ForwardListener]) async throws {
        let counter = Counter()
        try await withThrowingDiscardingTaskGroup { group in
            for listener in listeners {
                group.addTask { [opener, log] in
                    try await listener.serve { local in
                        let number = counter.next()
                        await ForwardConnection(
                            number: number,
                            rule: listener.rule,
                            local: local,
                            opener: opener,
                            log: log
                        ).run()
                    }
                }
            }
        }
    }
}

/// Numbers for connections.
private final class Counter: Sendable {
    private let value = Atomic(0)

    func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
