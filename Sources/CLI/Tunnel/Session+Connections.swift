import HubClient
package import HubModel

/// What connections of `devicestream-tunnel` go by: the same options and variables as libcurl's.
extension Session {
    /// Whom to ask for streams, and as whom.
    package struct ServiceSide {
        package let server: String
        package let hub: HubName
        package let token: Secret
        package let settings: ConnectionSettings
    }

    /// Throws `NoCredential` where there is no token for the server: nobody opens a stream without one.
    package func serviceSide(hub name: String?) throws(HubError) -> ServiceSide {
        let target = try target()
        let hub = try hub(name)
        guard let token = target.token else {
            throw HubError(.noCredential, "There is no credential for \(target.server).")
        }
        info("server \(target.server), credential from \(target.origin)")
        return ServiceSide(
            server: target.server.description,
            hub: hub,
            token: token,
            settings: try connections(trust: target.trust, isLoopback: target.server.isLoopback)
        )
    }

    /// How a device reaches the host of its hub, which may have a port.
    ///
    /// The CA of the context is trusted for hubs of the context's server: on that machine nothing else need be said.
    package func deviceSide(host: String) throws(HubError) -> ConnectionSettings {
        let server = try ServerURL(host, target: "HostName")
        let trust =
            Target.explicitTrust(global, environment) ?? contextTrust(server) ?? Target.standardTrust(environment)
        return try connections(trust: trust, isLoopback: server.isLoopback)
    }

    /// How every endpoint of a hub is reached, whether or not there is a server to ask.
    package func endpointSide() throws(HubError) -> ConnectionSettings {
        // Without a server, the options and variables alone say whom to trust.
        let target = try? target()
        let trust = target?.trust ?? Target.explicitTrust(global, environment) ?? Target.standardTrust(environment)
        return try connections(trust: trust, isLoopback: target?.server.isLoopback ?? false)
    }

    /// How long a person lets a request take.
    package var timeout: Duration? { global.timeout }

    /// How often a person lets a request be sent again where that is safe.
    package var retries: Int? { global.retry }

    /// Whether what goes over the wire is to be told.
    package var isDebugging: Bool { global.debug }

    private func contextTrust(_ server: ServerURL) -> Trust? {
        // A context that cannot be read is no context: a device needs none.
        guard let context = (try? ContextSelection(global, environment, world))?.context else { return nil }
        let isItsHub = server.port == context.server.port && server.host.hasSuffix("." + context.server.host)
        return isItsHub || server == context.server ? context.trust : nil
    }

    private func connections(trust: Trust, isLoopback: Bool) throws(HubError) -> ConnectionSettings {
        ConnectionSettings(
            trust: try authorities(trust),
            proxy: try proxy(isLoopback: isLoopback),
            overrides: try global.resolve.map { (text) throws(HubError) in try NameOverride(text) },
            timeout: global.timeout ?? ConnectionSettings.standardTimeout
        )
    }

    /// In the order of curl(1); NO_PROXY counts for --proxy, too.
    private func proxy(isLoopback: Bool) throws(HubError) -> ProxySettings? {
        let exceptions = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        if let given = global.proxy {
            return given.isEmpty ? nil : try ProxySettings(url: given, exceptions: exceptions)
        }
        // A site's proxy in the environment knows nothing of this machine.
        if isLoopback { return nil }
        let variables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        guard let url = variables.lazy.compactMap({ self.environment[$0] }).first else { return nil }
        return try ProxySettings(url: url, exceptions: exceptions)
    }

    private func authorities(_ trust: Trust) throws(HubError) -> TrustedAuthorities {
        switch trust {
        case .system: return .system
        case .file(let path): return .file(path)
        case .pem(let bytes): return .pem(bytes)
        case .directory(let path): return .pem(try Self.certificates(in: path))
        }
    }

    /// All certificates of a directory as `openssl rehash` makes it: the links are the same files again.
    private static func certificates(in directory: String) throws(HubError) -> [UInt8] {
        var bytes: [UInt8] = []
        for name in Posix.names(in: directory) where name.hasSuffix(".pem") || name.hasSuffix(".crt") {
            let file = try Descriptor(reading: directory + "/" + name)
            defer { file.close() }
            bytes += try file.readAll(limit: 4 << 20) + [UInt8(ascii: "\n")]
        }
        guard !bytes.isEmpty else {
            throw HubError(.usage, "\(SystemFile.quoted(directory)) holds no certificates.", target: "SSL_CERT_DIR")
        }
        return bytes
    }
}
