/// The variables of the process; an empty one counts as absent.
struct Environment: Sendable {
    private let lookup: @Sendable (String) -> String?
    let isRoot: Bool

    init(isRoot: Bool, lookup: @escaping @Sendable (String) -> String?) {
        self.isRoot = isRoot
        self.lookup = lookup
    }

    /// Those of this process.
    static var process: Environment { Environment(isRoot: Posix.isRoot, lookup: Posix.variable) }

    subscript(name: String) -> String? {
        guard let value = lookup(name), !value.isEmpty else { return nil }
        return value
    }

    /// The name of the user, for commands that are shown.
    var user: String { self["USER"] ?? self["LOGNAME"] ?? "ME" }
}
