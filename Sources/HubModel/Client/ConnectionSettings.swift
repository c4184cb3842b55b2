/// How a client reaches a hub: whom it trusts, through which proxy it goes, and how long it tries.
///
/// A value without defaults from the environment: `HTTPS_PROXY`, `SSL_CERT_FILE` and the like are read by the program,
/// if it wants to, never by the library.
public struct ConnectionSettings: Equatable, Sendable {
    /// What one dial may take, from the name to the answer of the server: 20 s.
    ///
    /// A server that takes longer is behind a firewall that drops, or is off.
    public static let standardTimeout = Duration.seconds(20)

    /// Whose signature on the server's certificate counts.
    public var trust: TrustedAuthorities
    /// The HTTP proxy, and for which hosts there is none; `nil` to go straight.
    public var proxy: ProxySettings?
    /// Addresses that stand in for those that the resolver would give.
    public var overrides: [NameOverride]
    /// For a whole dial: resolving, connecting, the proxy, TLS and the upgrade together.
    public var timeout: Duration

    /// The system's trust, no proxy, no overrides and 20 s, where nothing else is said.
    public init(
        trust: TrustedAuthorities = .system,
        proxy: ProxySettings? = nil,
        overrides: [NameOverride] = [],
        timeout: Duration = Self.standardTimeout
    ) {
        self.trust = trust
        self.proxy = proxy
        self.overrides = overrides
        self.timeout = timeout
    }
}
