package import HubModel

/// What a client needs to know before its first request.
package struct ClientSettings: Sendable {
    /// A server that takes longer to accept a connection is behind a firewall that drops, or is off.
    package static let connectTimeout = Duration.seconds(10)
    package static let standardTimeout = Duration.seconds(60)
    static let standardRetries = 2

    package var server: ServerURL
    /// The API token; goes to `server` and nowhere else.
    package var token: Secret?
    package var trust = Trust.system
    /// A proxy's URL; `HTTPS_PROXY` is honoured where it is `nil`, none where it is empty.
    package var proxy: String?
    /// `HOST:PORT:ADDRESS`, as curl's `--resolve` has it.
    package var resolve: [String] = []
    /// For all attempts at a request together.
    ///
    /// For a streamed body, how long nothing may move.
    package var timeout = Self.standardTimeout
    /// Whether a request that asks the server to wait has that time on top; not where a person has set the limit.
    package var extendsTimeout = true
    package var retries = Self.standardRetries
    /// The trace that all requests belong to, but those that name their own.
    package var trace: TraceContext?
    var userAgent: String

    package init(server: ServerURL, userAgent: String = "devicestream/" + ProductVersion.text) {
        self.server = server
        self.userAgent = userAgent
    }

    /// The time for all attempts at a request.
    func budget(of request: HubRequest) -> Duration { extendsTimeout ? timeout + request.waits : timeout }
}
