import HubModel

/// The `context.json` of a server on this machine: what is used when nobody is signed in.
struct ServerContext {
    /// Where root's server keeps its state.
    private static let rootDirectory = "/var/lib/devicestream"

    private let environment: Environment
    private let directory: String?

    init(_ environment: Environment) {
        self.environment = environment
        directory = StateLocation.directory(environment: { environment[$0] }, isRoot: environment.isRoot)
    }

    /// The path of the file; `nil` where there is no home directory either.
    var path: String? { directory.map { $0 + "/" + StateLocation.contextFileName } }

    /// Reads the file, when the caller owns it and its mode is 0600; `nil` when there is none.
    ///
    /// Throws `NoCredential` for a file that must not be used, and for a plain user where only root's server runs.
    func load() throws(HubError) -> SavedContext? {
        guard let path else { return nil }
        switch try SystemFile.readPrivate(path, limit: SavedContext.maximumBytes) {
        case .success(let bytes): return try SavedContext(parsing: bytes, path: path)
        case .failure(.foreign): throw foreign(path)
        case .failure(.exposed(let mode)):
            throw HubError(
                .noCredential,
                "The server's context \(SystemFile.quoted(path)) has the mode \(String(mode, radix: 8)) and was not used: "
                    + "others may have read its token.",
                hint: "Make it yours alone with: chmod 600 \(SystemFile.quoted(path))"
            )
        case .failure(.missing):
            let mayBeElsewhere = !environment.isRoot && environment[StateLocation.variable] == nil
            guard mayBeElsewhere, Posix.exists(Self.rootDirectory) else { return nil }
            throw foreign(Self.rootDirectory + "/" + StateLocation.contextFileName)
        }
    }

    /// A plain user who meets another's file needs a token and a login of their own.
    private func foreign(_ path: String) -> HubError {
        guard !environment.isRoot else {
            return HubError(
                .noCredential,
                "The server's context \(SystemFile.quoted(path)) belongs to another user than root and was not used.",
                hint: "Run the command as that user, or sign in with: devicestream login --server URL"
            )
        }
        return HubError(
            .noCredential,
            "The server's context \(SystemFile.quoted(path)) belongs to another user, such as root.",
            hint: """
                sudo devicestream token create \(environment.user) --role operator -o tsv --query token
                devicestream login --server "$(sudo devicestream context show --query server -o tsv)" \
                --ca-fingerprint "$(sudo devicestream ca fingerprint -o tsv)"
                """
        )
    }
}
