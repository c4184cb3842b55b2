import CLI
import HubModel
import JMESPath
import ServiceSDK
import StreamClient
import Transport

/// Carries out `allowlist verify`.
struct VerifyProgram {
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
        let isRequiredOnly = plan.isRequiredOnly
        var reports = await EndpointTester(hub: list.hub, dialler: dialler).test(endpoints) { endpoint in
            endpoint.record.required || !isRequiredOnly
        }
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
        return try await AllowlistReader(session.managementSide(hub: plan.hub), .json, RequestStyle(session)).list()
    }
}
