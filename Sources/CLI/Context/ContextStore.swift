import HubModel

/// The saved logins: a file each in `$XDG_CONFIG_HOME/devicestream/contexts`, and one that names the current.
struct ContextStore {
    private let directory: String
    private let world: World

    /// Throws `Usage` when there is no home directory.
    init(_ environment: Environment, _ world: World) throws(HubError) {
        // A relative XDG path is to be ignored (XDG Base Directory Specification 0.8).
        let configuration = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        guard let base = configuration ?? environment["HOME"].map({ $0 + "/.config" }) else {
            throw HubError(.usage, "There is no place for contexts.", hint: "Set HOME or XDG_CONFIG_HOME.")
        }
        directory = base + "/devicestream"
        self.world = world
    }

    /// The names of all contexts, sorted.
    var names: [String] {
        Posix.names(in: directory + "/contexts").compactMap { file in
            guard file.hasSuffix(".json"), !file.hasPrefix(".") else { return nil }
            return String(file.dropLast(5))
        }
    }

    /// The name of the current context; `nil` when nobody is signed in.
    func currentName() throws(HubError) -> String? {
        switch try SystemFile.readPrivate(currentPath, limit: 1024) {
        case .success(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            let name = String(text.prefix { !$0.isNewline })
            return ContextName.accepts(name) ? name : nil
        case .failure(.missing): return nil
        case .failure(let refusal): throw Self.refused(currentPath, refusal)
        }
    }

    /// A context by name.
    ///
    /// Throws `ResourceNotFound` when there is none, `NoCredential` when others may read it.
    func load(_ name: String) throws(HubError) -> SavedContext {
        let path = try path(name)
        switch try SystemFile.readPrivate(path, limit: SavedContext.maximumBytes) {
        case .success(let bytes): return try SavedContext(parsing: bytes, path: path)
        case .failure(.missing):
            let nearest = Suggestion.nearest(to: name, among: names)
            throw HubError(
                .resourceNotFound,
                "There is no context '\(VisibleText.show(name))'.",
                hint: nearest.map { "Did you mean '\($0)'?" } ?? "List them with: devicestream context list"
            )
        case .failure(let refusal): throw Self.refused(path, refusal)
        }
    }

    func save(_ name: String, _ context: SavedContext) throws(HubError) {
        try SystemFile.makeDirectory(directory + "/contexts")
        try SystemFile.replace(path(name), with: context.bytes, world: world)
    }

    func makeCurrent(_ name: String) throws(HubError) {
        try SystemFile.makeDirectory(directory)
        try SystemFile.replace(currentPath, with: Array((name + "\n").utf8), world: world)
    }

    /// Removes a context; `false` when there was none.
    ///
    /// The current one is current no more.
    func remove(_ name: String) throws(HubError) -> Bool {
        let isRemoved = try SystemFile.remove(path(name))
        if isRemoved, try currentName() == name { _ = try SystemFile.remove(currentPath) }
        return isRemoved
    }

    private var currentPath: String { directory + "/current" }

    private func path(_ name: String) throws(HubError) -> String {
        try ContextName.check(name)
        return directory + "/contexts/" + name + ".json"
    }

    private static func refused(_ path: String, _ refusal: SystemFile.Refusal) -> HubError {
        let file = SystemFile.quoted(path)
        guard case .exposed = refusal else {
            return HubError(
                .noCredential,
                "The context file \(file) belongs to another user and was not used.",
                hint: "Remove it, then sign in with: devicestream login --server URL"
            )
        }
        return HubError(
            .noCredential,
            "The context file \(file) can be read by others and was not used.",
            hint: "Make it yours alone with: chmod 600 \(file)"
        )
    }
}

/// The names of contexts: they are names of files, too.
enum ContextName {
    static func accepts(_ name: String) -> Bool { PolicyName.accepts(name) && !name.hasPrefix(".") }

    static func check(_ name: String) throws(HubError) {
        guard accepts(name) else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(name, limit: 100))' is not the name of a context: 1 to 64 of A-Z a-z 0-9 - . _ and "
                    + "no '.' in front."
            )
        }
    }
}
