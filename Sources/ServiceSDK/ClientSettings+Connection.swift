import HubClient
import HubModel

extension ClientSettings {
    /// The same for libcurl; nothing is left to the environment.
    init(server: ServerURL, _ settings: ConnectionSettings) {
        self.init(server: server)
        switch settings.trust {
        case .system: trust = .system
        case .file(let path): trust = .file(path)
        case .pem(let bytes): trust = .pem(bytes)
        }
        resolve = settings.overrides.map { override in
            let addresses = override.addresses.map { $0.contains(":") ? "[\($0)]" : $0 }
            return "\(override.host):\(override.port):\(addresses.joined(separator: ","))"
        }
        // An empty one is none; without it libcurl would read HTTPS_PROXY.
        let proxy = settings.proxy.flatMap { $0.applies(to: server.bareHost) ? $0 : nil }
        self.proxy = proxy?.url ?? ""
    }
}

extension ProxySettings {
    /// As curl takes it; it may hold a password.
    fileprivate var url: String {
        var text = isSecure ? "https://" : "http://"
        if let userName {
            text += PercentCoding.encode(userName)
            if let password { text += ":" + PercentCoding.encode(password.text) }
            text += "@"
        }
        return text + (host.contains(":") ? "[" + host + "]" : host) + ":" + String(port)
    }
}
