/// An HTTP proxy that connects to the server with `CONNECT` (RFC 9110 §9.3.6), and for which hosts it is not used.
public struct ProxySettings: Equatable, Sendable {
    /// The proxy's host name or address; an IPv6 address without brackets.
    public var host: String
    /// The proxy's port.
    public var port: Int
    /// Whether TLS is spoken with the proxy itself, beside that with the server behind it.
    ///
    /// Its certificate may be signed by a CA of the operating system or by one of `ConnectionSettings.trust`.
    public var isSecure: Bool
    /// For `Proxy-Authorization: Basic` (RFC 7617); `nil` for a proxy that asks for none.
    public var userName: String?
    /// The password to it.
    public var password: Secret?
    /// Hosts that are reached without the proxy, as `NO_PROXY` has them: a name stands for itself and all below it,
    /// with or without a dot in front; an address for itself; `*` for everything.
    public var exceptions: [String]

    /// A proxy of known parts.
    public init(
        host: String,
        port: Int,
        isSecure: Bool = false,
        userName: String? = nil,
        password: Secret? = nil,
        exceptions: [String] = []
    ) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
        self.userName = userName
        self.password = password
        self.exceptions = exceptions
    }
}
