import CLI
import HubModel
import JMESPath
import StreamClient
import Transport

/// Tests the way to the endpoints of the agent's hub when the hub asks, as `allowlist verify` does.
///
/// What is not the hub's own is never dialled, whatever the hub asks.
struct AgentChecks: Sendable {
    /// No test begins after this; one that has begun ends within three dials.
    private static let patience = Duration.seconds(25)
    /// For one dial: the hub waits 60 s for the whole report.
    private static let dialTimeout = Duration.seconds(8)
    /// Words on one endpoint; the hub takes no more of them.
    private static let maximumDetailLength = 500

    private let scope: EndpointScope
    private let settings: ConnectionSettings
    private let world: World
    private let log: EventLog

    init(_ scope: EndpointScope, _ settings: ConnectionSettings, _ world: World, _ log: EventLog) {
        self.scope = scope
        self.world = world
        self.log = log
        var settings = settings
        settings.timeout = min(settings.timeout, Self.dialTimeout)
        self.settings = settings
    }

    /// The report; `nil` for a question that is none about this hub's list.
    func report(_ question: [UInt8]) async -> [UInt8]? {
        do {
            let list = try RestJSON.decode(Allowlist.self, from: question)
            guard list.hub.key == scope.hub.key else { return nil }
            let endpoints = try AllowlistEndpoint.all(of: list)
            let tester = EndpointTester(hub: scope.hub, dialler: try Dialler(settings, world: world))
            let (scope, world, end) = (scope, world, world.now + Self.patience)
            var reports = await tester.test(endpoints) { scope.contains($0) && world.now < end }
            // The hub that asks was reached with the same CAs.
            for index in reports.indices { reports[index].judge(isTrustProven: true) }
            await tell(reports)
            return try RestJSON.encode(EndpointCheckReport(value: reports.map(check)))
        } catch {
            await log.tell("checkFailed", [], .detail, text: "The hub's question about endpoints cannot be answered.")
            return nil
        }
    }

    private func check(_ report: EndpointReport) -> EndpointCheck {
        var check = report.check
        if !scope.contains(report.endpoint) {
            check.detail = "The agent was not told of this host and port, and tests its own hub's only."
        }
        check.detail = check.detail.map { VisibleText.show($0, limit: Self.maximumDetailLength) }
        return check
    }

    private func tell(_ reports: [EndpointReport]) async {
        let failed = reports.count { $0.hasProblem }
        await log.tell(
            "checked",
            [
                ("endpoints", .number(JSONNumber(reports.count))), ("failed", .number(JSONNumber(failed))),
            ],
            .detail,
            text: "The hub asked how its endpoints are reached: \(failed) of \(reports.count) failed."
        )
    }
}
