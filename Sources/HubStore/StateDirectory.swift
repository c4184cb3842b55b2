package import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The directory in which the server keeps its state: the server's user alone may enter it.
package enum StateDirectory {
    /// Makes the directory, and those above it, unless they are there; takes rights of others away.
    package static func prepare(_ path: String) throws(HubError) {
        var made = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            made += "/" + component
            if mkdir(made, 0o700) != 0, errno != EEXIST {
                throw PrivateFile.failure("make the state directory", made, errno)
            }
        }
        var information = stat()
        guard stat(path, &information) == 0 else { throw PrivateFile.failure("use the state directory", path, errno) }
        guard information.st_mode & S_IFMT == S_IFDIR else {
            throw HubError(.localFailure, "The state directory '\(path)' is not a directory.")
        }
        guard information.st_uid == geteuid() else {
            throw HubError(
                .localFailure,
                "The state directory '\(path)' belongs to another user.",
                hint: "Start the server as that user, or name another directory with --state-dir."
            )
        }
        if information.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 {
            throw PrivateFile.failure("take rights of others from", path, errno)
        }
    }
}
