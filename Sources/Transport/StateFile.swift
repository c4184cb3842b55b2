#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Small files with keys and certificates in them: read whole under a bound, replaced whole or not at all.
package enum StateFile {
    /// The largest file read.
    ///
    /// A chain of certificates is a few KiB; whatever is larger than this is another file.
    static let maximumBytes = 1 << 20

    /// What a file held when it was read.
    struct Contents {
        let bytes: [UInt8]
        /// The permission bits, such as `0o600`.
        let mode: UInt32

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// A file that cannot be read or written, with the reason in the system's words.
    package struct Failure: Error, Equatable {
        package let path: String
        package let reason: String

        init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }

        init(path: String, code: Int32) {
            self.init(path: path, reason: String(cString: strerror(code)))
        }
    }

    /// Reads a file; `nil` if there is none.
    static func contents(of path: String) throws(Failure) -> Contents? {
        // Without O_NONBLOCK, opening a named pipe would wait for its other end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw Failure(path: path, code: code)
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw Failure(path: path, code: errno) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw Failure(path: path, reason: "it is not a regular file")
        }
        guard information.st_size <= maximumBytes else {
            throw Failure(path: path, reason: "it is larger than \(maximumBytes) bytes")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while bytes.count <= maximumBytes {
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return Contents(bytes: bytes, mode: UInt32(information.st_mode & 0o7777)) }
            guard count > 0 else {
                let code = errno
                if code == EINTR { continue }
                throw Failure(path: path, code: code)
            }
            bytes.append(contentsOf: chunk.prefix(count))
        }
        throw Failure(path: path, reason: "it is larger than \(maximumBytes) bytes")
    }

    /// Writes a file so that after a crash there is the old one or the new one, never a part: a file beside it is
    /// written and synced, then renamed over it.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(Failure) {
        let (directory, name) = split(path)
        let temporary = "\(directory)/.\(name).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(path: temporary, code: errno) }
        // The mode is set explicitly because the process's mask applies to `open`, and an older file keeps its mode.
        var code: Int32 = fchmod(descriptor, mode_t(mode)) == 0 ? 0 : errno
        var offset = 0
        while code == 0, offset < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[offset...])
                return write(descriptor, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                code = errno
            }
        }
        if code == 0, fsync(descriptor) != 0 { code = errno }
        close(descriptor)
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw Failure(path: path, code: code)
        }
        try syncDirectory(directory)
    }

    /// Makes a directory that only its owner may enter, unless it is there.
    static func makeDirectory(_ path: String) throws(Failure) {
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw Failure(path: path, code: errno) }
    }

    /// Makes a rename durable: it is an entry of the directory, not of the file.
    private static func syncDirectory(_ path: String) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        defer { close(descriptor) }
        // Some file systems have nothing to sync for a directory and answer EINVAL.
        if fsync(descriptor) != 0, errno != EINVAL { throw Failure(path: path, code: errno) }
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }
}
