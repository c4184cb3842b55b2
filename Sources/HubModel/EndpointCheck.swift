/// How one step of the way to an endpoint went.
public enum CheckResult: String, Codable, Sendable {
    case ok
    case failed
    /// A step before it failed, or it was left out.
    case notTested = "not tested"
    /// There is no such step here.
    case notNeeded = "not needed"
}

/// The steps of the way to an endpoint, in their order.
public struct EndpointSteps: Codable, Equatable, Sendable {
    /// The name has an address; with a proxy, the proxy's name.
    public var dns: CheckResult
    /// The endpoint, or the proxy, takes a connection.
    public var tcp: CheckResult
    /// The proxy answers `CONNECT` with 2xx.
    public var proxy: CheckResult
    /// The certificate is for the name and signed by a trusted CA.
    public var tls: CheckResult
    /// A request is answered as a hub answers.
    public var http: CheckResult
    /// A request to go on as a WebSocket comes through whole.
    public var webSocket: CheckResult
    /// The clocks differ by no more than is allowed.
    public var clock: CheckResult

    /// All members, in order.
    public init(
        dns: CheckResult,
        tcp: CheckResult,
        proxy: CheckResult,
        tls: CheckResult,
        http: CheckResult,
        webSocket: CheckResult,
        clock: CheckResult
    ) {
        self.dns = dns
        self.tcp = tcp
        self.proxy = proxy
        self.tls = tls
        self.http = http
        self.webSocket = webSocket
        self.clock = clock
    }

    private var all: [CheckResult] { [dns, tcp, proxy, tls, http, webSocket, clock] }

    /// What they come to: one failure is a failure, and where nothing passed, nothing is known.
    package var result: CheckResult {
        if all.contains(.failed) { return .failed }
        return all.contains(.ok) ? .ok : .notTested
    }
}

/// An endpoint of the allowlist as one machine reaches it.
public struct EndpointCheck: Codable, Equatable, Sendable {
    /// The allowlist record.
    public var id: Int
    /// The host that was tested.
    public var host: String
    /// Its port.
    public var port: Int
    /// The steps of the way.
    public var checks: EndpointSteps
    /// Who signed the certificate that was shown, trusted or not.
    public var issuer: String?
    /// `true` where somebody else's certificate was shown for sure; never `false`.
    public var intercepted: Bool?
    /// By how much the endpoint's clock is ahead of the machine's.
    public var clockSkewSeconds: Int?
    /// What failed, in words.
    public var detail: String?

    /// All members, in order.
    public init(
        id: Int,
        host: String,
        port: Int,
        checks: EndpointSteps,
        issuer: String? = nil,
        intercepted: Bool? = nil,
        clockSkewSeconds: Int? = nil,
        detail: String? = nil
    ) {
        self.id = id
        self.host = host
        self.port = port
        self.checks = checks
        self.issuer = issuer
        self.intercepted = intercepted
        self.clockSkewSeconds = clockSkewSeconds
        self.detail = detail
    }
}

/// What a device tells of the endpoints that its hub asked about.
package struct EndpointCheckReport: Codable, Equatable, Sendable {
    /// The largest question: 100 endpoints with the longest names, main host and MQTT port.
    package static let maximumQuestionBytes = 64 * 1024
    /// The largest report: as many endpoints with their steps, and words on each.
    package static let maximumBytes = 128 * 1024

    package var value: [EndpointCheck]

    package init(value: [EndpointCheck]) { self.value = value }
}
