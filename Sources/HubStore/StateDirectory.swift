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
    /// What tells a directory of a server; a backup may have put back one of them alone.
    private static let ownFiles: Set<String> = [
        HubStore.fileName, MasterKey.fileName, StateLock.fileName, "ca.pem", "ca-key.pem", "context.json",
    ]
    /// What may be in a directory that nobody has used: at the root of a file system, and where
    /// `scripts/quickstart.sh` is about to start a server.
    private static let emptyDirectory: Set<String> = [".", "..", "lost+found", "quickstart.log"]

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
        guard information.st_mode & 0o077 != 0 else { return }
        try requireOwn(path)
        guard chmod(path, 0o700) == 0 else { throw PrivateFile.failure("take rights of others from", path, errno) }
    }

    /// Throws for a directory that is in use for something else: without its rights, others would lose their files.
    private static func requireOwn(_ path: String) throws(HubError) {
        guard let directory = opendir(path) else { throw PrivateFile.failure("read the state directory", path, errno) }
        defer { closedir(directory) }
        var other: String?
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if ownFiles.contains(name) { return }
            if !emptyDirectory.contains(name) { other = name }
        }
        guard let other else { return }
        throw HubError(
            .localFailure,
            "The directory '\(path)' holds other things, such as '\(VisibleText.show(other, limit: 80))', and would be "
                + "closed to all other users.",
            hint: "Name a directory that is empty, or not there yet, with --state-dir."
        )
    }
}
