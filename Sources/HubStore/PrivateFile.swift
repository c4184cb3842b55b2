import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Small files that only their owner may read.
enum PrivateFile {
    /// A key is well below this.
    static let maximumBytes = 4096

    /// The bytes of a file; `nil` where there is none.
    ///
    /// Throws when others may read it, or it cannot be read.
    static func contents(of path: String) throws(HubError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT { return nil }
            throw failure("read", path, code)
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw failure("read", path, errno) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw HubError(.localFailure, "'\(path)' is not a regular file.")
        }
        guard information.st_mode & 0o077 == 0 else {
            throw HubError(
                .localFailure,
                "Others than its owner may use '\(path)'.",
                hint: "Decide whether it is still a secret; if it is: chmod 600 '\(path)'"
            )
        }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        var count = 0
        while count < bytes.count {
            let chunk = bytes.withUnsafeMutableBytes { all in
                read(descriptor, all.baseAddress?.advanced(by: count), all.count - count)
            }
            if chunk == 0 { break }
            guard chunk > 0 else {
                if errno == EINTR { continue }
                throw failure("read", path, errno)
            }
            count += chunk
        }
        return Array(bytes.prefix(count))
    }

    /// Makes a file that was not there, and waits until it is on the disk.
    static func create(_ path: String, _ bytes: [UInt8]) throws(HubError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("make", path, errno) }
        defer { close(descriptor) }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                write(descriptor, all.baseAddress?.advanced(by: offset), all.count - offset)
            }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("write", path, errno)
            }
            offset += count
        }
        guard fsync(descriptor) == 0 else { throw failure("write", path, errno) }
    }

    /// Makes an empty file unless it is there, so that what opens it later finds the mode set.
    static func touch(_ path: String) throws(HubError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("make", path, errno) }
        close(descriptor)
    }

    static func exists(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0
    }

    static func failure(_ verb: String, _ path: String, _ code: Int32) -> HubError {
        HubError(.localFailure, "Cannot \(verb) '\(path)': \(String(cString: strerror(code))).")
    }
}
