import CLI
import DeviceSDK
import HubModel
import JMESPath
import NIOCore
import StreamClient

/// Carries out `demo`.
struct DemoProgram {
    private let plan: DemoPlan
    private let log: EventLog
    private let started = NIODeadline.now()

    init(_ plan: DemoPlan, _ session: Session) {
        self.plan = plan
        log = EventLog(session.eventStyle)
    }

    func run() async throws -> Int32 {
        // From here on Ctrl-C cleans up, also while the server starts.
        try await withThrowingTaskGroup(of: Int32.self) { group in
            group.addTask { await StopSignal.wait() ?? ExitStatus.failed.rawValue }
            group.addTask {
                let server = try await DemoServer.start()
                do {
                    let status = try await run(server)
                    await server.stop()
                    return status
                } catch {
                    await server.stop()
                    throw error
                }
            }
            let first = try await group.next() ?? ExitStatus.failed.rawValue
            group.cancelAll()
            // The other one ends when everything is gone; that it was cancelled is no failure.
            _ = try? await group.next()
            return first
        }
    }

    /// The agent and the ports, until the first echo or until the task is cancelled.
    private func run(_ server: DemoServer) async throws -> Int32 {
        let site = try await DemoSite(server)
        let quiet = EventLog(EventStyle.silent)
        let desk = AgentDesk(AgentServices(builtIn: BuiltInService.allCases), nil, quiet)
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await desk.serve(site.client)
                return nil
            }
            defer { group.cancelAll() }
            try await site.client.connect()
            let ports = try await DemoPorts.open()
            for listener in ports.listeners {
                group.addTask {
                    try await listener.serve { local in
                        await ForwardConnection(
                            number: 0,
                            rule: listener.rule,
                            local: local,
                            opener: site.opener,
                            log: quiet
                        )
                        .run()
                    }
                    return nil
                }
            }
            let trip = try await firstEcho(site)
            await tell(server, ports, trip)
            if !plan.endsAtOnce { try await server.untilItEnds() }
            await site.client.close()
            return ExitStatus.success.rawValue
        }
    }

    private func firstEcho(_ site: DemoSite) async throws -> TimeAmount {
        let stream = try await site.opener.openBytes(ServiceName(checked: BuiltInService.echo.rawValue))
        let sent = Array("hello".utf8)
        let started = NIODeadline.now()
        do throws(ByteStreamError) {
            guard try await EchoProgram.echo(sent, stream) == sent else {
                throw ByteStreamError.ended(.finished)
            }
        } catch {
            throw ClientError(error, doing: "the first echo was back")
        }
        let took = NIODeadline.now() - started
        await stream.close()
        return took
    }

    private func tell(_ server: DemoServer, _ ports: DemoPorts, _ trip: TimeAmount) async {
        let sinceStart = NIODeadline.now() - started
        await log.tell(
            "ready",
            [
                ("stateDirectory", .string(server.state)), ("device", .string(DemoSite.device.text)),
                ("echoPort", .number(JSONNumber(ports.echo.port))), ("webPort", .number(JSONNumber(ports.web.port))),
                ("firstEchoMilliseconds", .number(JSONNumber(Int(sinceStart.nanoseconds / 1_000_000)))),
                ("roundTripMicroseconds", .number(JSONNumber(Int(trip.nanoseconds / 1000)))),
            ],
            page: DemoText.ready(server, ports, trip: trip, sinceStart: sinceStart, staysOn: !plan.endsAtOnce)
        )
    }
}
