import CLI
import HubModel
import JMESPath
import StreamClient
import Transport

/// Carries out `allowlist verify`.
struct VerifyProgram {
    /// At once: enough that a list behind a firewall that drops ends soon, and few enough to alarm nobody.
    private static let maximumTests = 8

    private static let shape = TableShape(
        rowsAt: ["value"],
        [
            .init("Host", "host"), .init("Port", "port"), .init("Required", "required"), .init("State", "state"),
            .init("Dns", "checks", "dns"), .init("Tcp", "checks", "tcp"), .init("Proxy", "checks", "proxy"),
            .init("Tls", "checks", "tls"), .init("Http", "checks", "http"),
            .init("WebSocket", "checks", "webSocket"), .init("Clock", "checks", "clock"),
            .init("Issuer", "issuer"), .init("Detail", "detail"),
        ],
        isForTSV: true
    )

    private let plan: VerifyPlan
    private let session: Session

    init(_ plan: VerifyPlan, _ session: Session) {
        self.plan = plan
        self.session = session
    }

    func run() async throws -> Int32 {
        let list = try await list()
        let settings = try session.endpointSide()
        let dialler: Dialler
        do throws(DialError) {
            dialler = try Dialler(settings)
        } catch {
            throw error.hubError
        }
        let endpoints = try AllowlistEndpoint.all(of: list)
        var reports = await test(endpoints, EndpointTester(hub: list.hub, dialler: dialler))
        // The list itself came over TLS with the same CAs.
        let isTrustProven = plan.list == nil || reports.contains { $0[.tls] == .passed }
        for index in reports.indices { reports[index].judge(isTrustProven: isTrustProven) }
        let value = JSONValue.make([
            ("hub", .string(list.hub.text)), ("version", .string(list.version.description)),
            ("checkedAt", .string(session.now.description)), ("value", .array(reports.map(\.json))),
        ])
        var outcome = Outcome.value(value, Self.shape)
        if reports.contains(where: \.hasProblem) { outcome.status = .problemsFound }
        return try session.show(outcome).rawValue
    }

    private func list() async throws -> Allowlist {
        if let path = plan.list { return try session.allowlist(in: path) }
        return try await AllowlistReader(session.managementSide(hub: plan.hub), .json).list()
    }

    /// The reports, in the order of the endpoints.
    private func test(_ endpoints: [AllowlistEndpoint], _ tester: EndpointTester) async -> [EndpointReport] {
        let isRequiredOnly = plan.isRequiredOnly
        var reports = endpoints.map { EndpointReport($0) }
        await withTaskGroup(of: (Int, EndpointReport).self) { group in
            for (index, endpoint) in endpoints.enumerated() where endpoint.record.required || !isRequiredOnly {
                if index >= Self.maximumTests, let (index, report) = await group.next() { reports[index] = report }
                group.addTask { (index, await tester.test(endpoint)) }
            }
            for await (index, report) in group { reports[index] = report }
        }
        return reports
    }
}
