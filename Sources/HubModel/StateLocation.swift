/// Where a server keeps its state when it is not told, and where the command line looks for it.
package enum StateLocation {
    /// The variable that names the state directory of the server and of the command line.
    package static let variable = "DEVICESTREAM_STATE_DIR"
    /// The file with which a client on the same machine reaches the server.
    package static let contextFileName = "context.json"

    /// `$DEVICESTREAM_STATE_DIR`, else `$XDG_STATE_HOME/devicestream`, else `/var/lib/devicestream` for root and
    /// `~/.local/state/devicestream` for others.
    ///
    /// - Parameters:
    ///   - environment: the variables of the process; an empty one counts as absent.
    ///   - isRoot: whether the process runs as root.
    /// - Returns: an absolute path, or `nil` when there is no home directory either.
    package static func directory(environment: (String) -> String?, isRoot: Bool) -> String? {
        func value(_ name: String) -> String? { environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        if let directory = value(variable) { return directory }
        // A relative XDG path is to be ignored (XDG Base Directory Specification 0.8).
        if let state = value("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/devicestream" }
        if isRoot { return "/var/lib/devicestream" }
        return value("HOME").map { $0 + "/.local/state/devicestream" }
    }
}
