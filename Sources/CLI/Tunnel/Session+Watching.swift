package import HubClient
package import HubModel

/// What `allowlist watch` goes by.
extension Session {
    /// Whom to ask for the list.
    package struct ManagementSide {
        package let hub: HubName
        /// The server, for the name of what is remembered.
        package let server: String
        package let settings: ClientSettings
        package let world: World
    }

    /// The hub and how to reach it.
    package func managementSide(hub name: String?) throws(HubError) -> ManagementSide {
        let target = try target()
        let hub = try hub(name)
        info("server \(target.server), \(target.token == nil ? "no credential" : "credential") from \(target.origin)")
        return ManagementSide(
            hub: hub,
            server: target.server.description,
            settings: settings(server: target.server, token: target.token, trust: target.trust),
            world: world
        )
    }

    /// A file of the user's own state directory.
    package func stateFile(_ name: String) throws(HubError) -> String {
        let directory = StateLocation.directory(environment: { self.environment[$0] }, isRoot: environment.isRoot)
        guard let directory else {
            throw HubError(
                .usage,
                "There is no home directory to remember the version in.",
                hint: "Name a file: --memory FILE"
            )
        }
        try SystemFile.makeDirectory(directory)
        return directory + "/" + name
    }

    /// What is in a file, if there is one.
    package static func remembered(_ path: String, limit: Int) throws(HubError) -> [UInt8]? {
        switch try SystemFile.readPrivate(path, limit: limit) {
        case .success(let bytes): return bytes
        case .failure(.missing): return nil
        case .failure(.foreign), .failure(.exposed):
            throw HubError(
                .localFailure,
                "\(SystemFile.quoted(path)) is not this user's alone, so what it says is not believed.",
                hint: "Remove it, or name another file: --memory FILE"
            )
        }
    }

    /// Remembers: a file of mode 0600, whole or not at all.
    package static func remember(_ bytes: [UInt8], in path: String, world: World) throws(HubError) {
        try SystemFile.replace(path, with: bytes, world: world)
    }
}
