import HubModel
import JMESPath
import StreamClient
import Transport

/// How the way to one endpoint is.
struct EndpointReport: Sendable {
    /// The steps, in their order.
    enum Check: String, CaseIterable {
        case dns, tcp, proxy, tls, http, webSocket, clock

        init(_ stage: DialError.Stage) {
            self =
                switch stage {
                case .resolve: .dns
                case .connect: .tcp
                case .proxy: .proxy
                case .tls: .tls
                case .upgrade: .webSocket
                }
        }
    }

    let endpoint: AllowlistEndpoint
    private var results: [Check: CheckReport.Result] = [:]
    /// Who signed the certificate that was shown, trusted or not.
    private(set) var issuer: String?
    /// By how much the endpoint's clock is ahead.
    private var skew: Duration?
    /// Whether somebody else's certificate was shown for sure.
    ///
    /// Never known to be false: the CA of a filter may be trusted on this machine.
    private var isIntercepted: Bool?
    /// A certificate that is not trusted.
    private var suspect: SeenCertificate?

    init(_ endpoint: AllowlistEndpoint) { self.endpoint = endpoint }

    subscript(check: Check) -> CheckReport.Result {
        get { results[check] ?? .notTested }
        set { results[check] = newValue }
    }

    var hasProblem: Bool { results.values.contains { $0.problem != nil } }

    /// The way up to TLS stands.
    mutating func connected(_ certificate: SeenCertificate?) {
        for check in [Check.dns, .tcp, .proxy, .tls] where self[check] == .notTested { self[check] = .passed }
        issuer = certificate?.issuer
    }

    /// A step failed; those before it passed, those behind it were not tested.
    mutating func failed(_ error: DialError, showing certificate: SeenCertificate?) {
        let failed = Check(error.stage)
        for check in Check.allCases.prefix(while: { $0 != failed }) where self[check] == .notTested {
            self[check] = .passed
        }
        self[failed] = .failed(error.message)
        suspect = certificate
        issuer = certificate?.issuer
    }

    /// What HTTP said of the clock.
    mutating func measured(_ skew: Duration) {
        self.skew = skew
        self[.clock] = SightProblem.clock(skew).map { .failed($0) } ?? .passed
    }

    /// Says what an untrusted certificate means.
    ///
    /// `isTrustProven`: the same CAs were good for another connection, so that they are the right ones.
    mutating func judge(isTrustProven: Bool) {
        guard let suspect else { return }
        let isForName = suspect.covers(endpoint.host)
        isIntercepted = isForName && !suspect.namesTrustedIssuer && isTrustProven ? true : nil
        self[.tls] = .failed(
            SightProblem.certificate(suspect, host: endpoint.host, port: endpoint.port, isTrustProven: isTrustProven)
        )
    }

    /// As it goes over a wire.
    var check: EndpointCheck {
        let problems = Check.allCases.compactMap { self[$0].problem }
        return EndpointCheck(
            id: endpoint.record.id,
            host: endpoint.host,
            port: endpoint.port,
            checks: EndpointSteps(
                dns: self[.dns].checkResult,
                tcp: self[.tcp].checkResult,
                proxy: self[.proxy].checkResult,
                tls: self[.tls].checkResult,
                http: self[.http].checkResult,
                webSocket: self[.webSocket].checkResult,
                clock: self[.clock].checkResult
            ),
            issuer: issuer,
            intercepted: isIntercepted,
            clockSkewSeconds: skew.map { Int($0.components.seconds) },
            detail: problems.isEmpty ? nil : problems.joined(separator: " ")
        )
    }

    var json: JSONValue {
        let check = check
        return .make([
            ("id", .number(JSONNumber(check.id))),
            ("serviceArea", .string(endpoint.record.serviceArea.rawValue)),
            ("host", .string(check.host)),
            ("port", .number(JSONNumber(check.port))),
            ("required", .bool(endpoint.record.required)),
            ("state", .string(endpoint.record.state.rawValue)),
            ("result", .string(check.checks.result.rawValue)),
            ("checks", .make(Check.allCases.map { ($0.rawValue, .string(self[$0].word)) })),
            ("issuer", check.issuer.map { .string($0) } ?? .null),
            ("intercepted", check.intercepted.map { .bool($0) } ?? .null),
            ("clockSkewSeconds", check.clockSkewSeconds.map { .number(JSONNumber($0)) } ?? .null),
            ("detail", check.detail.map { .string($0) } ?? .null),
        ])
    }
}
