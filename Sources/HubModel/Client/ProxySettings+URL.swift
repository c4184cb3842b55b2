extension ProxySettings {
    /// Reads `http[s]://[USER[:PASSWORD]@]HOST[:PORT]`, with or without `http://`, and exceptions as `NO_PROXY` has them.
    ///
    /// The port is 1080 where there is none, and 443 for `https`, as with curl; user name and password are
    /// percent-encoded. Throws `Usage` for another scheme, and for what is no host and port.
    public init(url: String, exceptions: String = "") throws(HubError) {
        var rest = url[...]
        var isSecure = false
        if let separator = url.firstRange(of: "://") {
            switch url[..<separator.lowerBound].lowercased() {
            case "http": break
            case "https": isSecure = true
            default: throw Self.problem("only http:// and https:// are spoken to a proxy")
            }
            rest = url[separator.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        var userName: String?
        var password: Secret?
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0]) else { throw Self.problem("the user name is not encoded") }
            userName = name
            if parts.count == 2 {
                guard let text = PercentCoding.decode(parts[1]) else {
                    throw Self.problem("the password is not encoded")
                }
                password = Secret(text: text)
            }
            rest = rest[rest.index(after: at)...]
        }
        guard let (host, port) = Self.authority(rest, port: isSecure ? 443 : 1080) else {
            throw Self.problem("it names no host and port")
        }
        self.init(
            host: host,
            port: port,
            isSecure: isSecure,
            userName: userName,
            password: password,
            exceptions: exceptions.split { $0 == "," || $0 == " " }.map(String.init)
        )
    }

    /// Whether a host is reached through the proxy.
    package func applies(to host: String) -> Bool {
        let host = host.lowercased()
        return !exceptions.contains { exception in
            if exception == "*" { return true }
            var name = exception.lowercased()
            if name.hasPrefix("[") && name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
            while name.hasPrefix(".") { name.removeFirst() }
            return !name.isEmpty && (host == name || host.hasSuffix("." + name))
        }
    }

    private static func authority(_ text: Substring, port standard: Int) -> (host: String, port: Int)? {
        var host = text
        var digits: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            let behind = text[text.index(after: end)...]
            guard behind.isEmpty || behind.hasPrefix(":") else { return nil }
            digits = behind.isEmpty ? nil : behind.dropFirst()
        } else if let colon = text.lastIndex(of: ":") {
            host = text[..<colon]
            digits = text[text.index(after: colon)...]
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        guard let digits else { return (String(host), standard) }
        guard digits.utf8.allSatisfy(\.isDigit), let port = Int(digits), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    /// The URL itself is not shown: it may hold a password.
    private static func problem(_ reason: String) -> HubError {
        HubError(
            .usage,
            "The URL of the proxy cannot be used: \(reason).",
            target: "proxy",
            hint:
                "Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT; https:// for TLS with the proxy itself."
        )
    }
}
