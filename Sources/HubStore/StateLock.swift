package import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Holds the state directory for one server.
///
/// The system lets the lock go when the process ends, however it ends.
package struct StateLock: Sendable {
    static let fileName = "lock"

    private let descriptor: Int32

    /// Throws when another server holds the directory.
    package static func acquire(in directory: String) throws(HubError) -> StateLock {
        let path = directory + "/" + fileName
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw PrivateFile.failure("lock", path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            defer { close(descriptor) }
            guard code == EWOULDBLOCK else { throw PrivateFile.failure("lock", path, code) }
            throw HubError(
                .localFailure,
                "Another devicestreamd\(holder(descriptor)) is running on the state directory '\(directory)'.",
                hint: "Stop it first, or give this one a directory of its own with --state-dir."
            )
        }
        // Who holds it, for the message above; nothing depends on it.
        let text = Array("\(getpid())\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        return StateLock(descriptor: descriptor)
    }

    package func release() { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0, let id = Int(String(decoding: bytes.prefix(count - 1), as: UTF8.self)) else { return "" }
        return " (process \(id))"
    }
}
