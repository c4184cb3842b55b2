/// Why no connection came about, and in which stage.
public struct DialError: Error, Equatable, Sendable {
    /// What was being done, in the order in which it is done.
    public enum Stage: String, CaseIterable, Sendable {
        /// The name was looked up.
        case resolve
        /// A TCP connection was opened: to the proxy where there is one, to the server otherwise.
        case connect
        /// The proxy was asked to connect to the server, after a handshake of its own where it speaks TLS.
        case proxy
        /// TLS was negotiated with the server.
        case tls
        /// The server was asked to go on as a WebSocket.
        case upgrade
    }

    /// What went wrong in it.
    public enum Reason: Equatable, Sendable {
        /// The settings cannot be used: a CA file that cannot be read, or an address that is none.
        case settings
        /// The resolver knows no address.
        case noAddress
        /// No address answered, or all refused.
        case unreachable
        /// The time ran out.
        case timedOut
        /// The proxy wants another user name or password.
        case proxyAuthentication
        /// The proxy answered with this status.
        case proxyStatus(Int)
        /// The certificate of the server or proxy is not trusted, or is for another name.
        case untrustedCertificate
        /// The handshake failed otherwise.
        case handshake
        /// The server answered with this status instead of 101.
        case status(Int)
        /// The answer is not one of HTTP, or does not switch to WebSocket.
        case answer
        /// The connection ended before the stage was done.
        case closed
    }

    /// What was being done.
    public let stage: Stage
    /// What went wrong.
    public let reason: Reason
    /// The host that was dialled: the proxy's up to the stage `connect`, where there is one.
    public let host: String
    /// Its port.
    public let port: Int
    /// What happened; a whole sentence.
    public let message: String

    /// An error of known parts.
    public init(_ stage: Stage, _ reason: Reason, host: String, port: Int, message: String) {
        self.stage = stage
        self.reason = reason
        self.host = host
        self.port = port
        self.message = message
    }

    /// The same in the words of the error catalogue.
    public var hubError: HubError {
        HubError(code, message, stage: stage.rawValue)
    }

    /// The catalogue's code; from it follow exit status and advice.
    public var code: ErrorCode {
        switch reason {
        case .settings: .usage
        case .untrustedCertificate: .tlsTrustFailed
        case .timedOut: stage == .upgrade ? .clientTimeout : .serverUnreachable
        case .status(let status): ErrorCode.nearest(status: status)
        case .answer: .responseNotUnderstood
        case .noAddress, .unreachable, .proxyAuthentication, .proxyStatus, .handshake, .closed: .serverUnreachable
        }
    }
}
