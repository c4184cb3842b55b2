/// Addresses for a host and port, instead of those that the resolver would give: what curl's `--resolve` says.
///
/// The name still stands in the certificate and in `Host`.
public struct NameOverride: Equatable, Sendable {
    /// The host name, in any case.
    public var host: String
    /// The port; others of the same host are resolved as usual.
    public var port: Int
    /// IPv4 and IPv6 addresses, without brackets; at least one.
    public var addresses: [String]

    /// An override of known parts.
    public init(host: String, port: Int, addresses: [String]) {
        self.host = host
        self.port = port
        self.addresses = addresses
    }

    /// Reads `HOST:PORT:ADDRESS[,ADDRESS…]`; an IPv6 address may stand in brackets.
    ///
    /// Throws `Usage` for anything else.
    public init(_ text: String) throws(HubError) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let port = Int(parts[1]), (1...65_535).contains(port),
            !parts[2].isEmpty
        else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(text, limit: 200))' does not say where a name leads.",
                target: "--resolve",
                hint: "Write it as HOST:PORT:ADDRESS."
            )
        }
        self.init(
            host: String(parts[0]),
            port: port,
            addresses: parts[2].split(separator: ",").map { address in
                address.hasPrefix("[") && address.hasSuffix("]")
                    ? String(address.dropFirst().dropLast()) : String(address)
            }
        )
    }
}
