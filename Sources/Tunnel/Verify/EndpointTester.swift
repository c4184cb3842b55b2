import HubModel
import NIOCore
import NIOPosix
import StreamClient
import Transport

/// Tests the way to endpoints from this machine, with nothing that is secret.
struct EndpointTester: Sendable {
    /// At once: enough that a list behind a firewall that drops ends soon, and few enough to alarm nobody.
    private static let maximumTests = 8

    let hub: HubName
    let dialler: Dialler

    /// The reports, in the order of the endpoints; those are left untested of which `tests` says no when it is their turn.
    func test(
        _ endpoints: [AllowlistEndpoint],
        where tests: @escaping @Sendable (AllowlistEndpoint) -> Bool
    ) async -> [EndpointReport] {
        var reports = endpoints.map { EndpointReport($0) }
        await withTaskGroup(of: (Int, EndpointReport).self) { group in
            var running = 0
            for (index, endpoint) in endpoints.enumerated() {
                if running >= Self.maximumTests, let (done, report) = await group.next() {
                    reports[done] = report
                    running -= 1
                }
                guard tests(endpoint) else { continue }
                running += 1
                group.addTask { (index, await self.test(endpoint)) }
            }
            for await (index, report) in group { reports[index] = report }
        }
        return reports
    }

    func test(_ endpoint: AllowlistEndpoint) async -> EndpointReport {
        var report = EndpointReport(endpoint)
        if dialler.settings.proxy?.applies(to: endpoint.host) != true { report[.proxy] = .notNeeded }
        if endpoint.kind == .mqtt {
            for check in [EndpointReport.Check.http, .webSocket, .clock] { report[check] = .notNeeded }
        }
        // It goes into requests as it is, and a list may come from anywhere.
        guard HostNaming.isHostName(endpoint.host) else {
            report[.dns] = .failed("'\(VisibleText.show(endpoint.host, limit: 260))' is not a host name.")
            return report
        }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let target = DialTarget(host: endpoint.host, port: endpoint.port)
        let sight: EndpointSight
        do throws(DialError) {
            sight = try await dialler.look(at: target, on: loop).dialled()
        } catch {
            let isAboutTrust = error.stage == .tls && error.reason == .untrustedCertificate
            // The reason stands without the certificate, too.
            let shown = isAboutTrust ? try? await dialler.certificate(of: target, on: loop).dialled() : nil
            report.failed(error, showing: shown ?? nil)
            return report
        }
        report.connected(sight.certificate)
        guard endpoint.kind != .mqtt else { return report }
        report[.http] = SightProblem.http(sight.answer).map { .failed($0) } ?? .passed
        if case .status(_, _, let skew?) = sight.answer { report.measured(skew) }
        guard report[.http] == .passed else { return report }
        report[.webSocket] = await upgrade(endpoint, on: loop)
        return report
    }

    /// A main endpoint goes on as a WebSocket and asks for a login then; a streaming endpoint asks for a token first, and
    /// only where the request for an upgrade came to it whole.
    private func upgrade(_ endpoint: AllowlistEndpoint, on loop: any EventLoop) async -> CheckReport.Result {
        let isStreaming = endpoint.kind == .streaming
        let request =
            isStreaming
            ? WebSocketRequest(path: "/bridges/\(hub.key)/check/r/service")
            : WebSocketRequest(path: "/$iothub/websocket", subprotocols: ["mqtt"])
        let target = DialTarget(host: endpoint.host, port: endpoint.port, webSocket: request)
        do throws(DialError) {
            let channel = try await dialler.dial(target, on: loop) { _ in }.dialled()
            channel.close(promise: nil)
            return isStreaming ? .failed("It went on as a WebSocket without a token, which no hub does.") : .passed
        } catch {
            return isStreaming && error.reason == .status(401) ? .passed : .failed(error.message)
        }
    }
}
