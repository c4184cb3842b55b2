#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is appended to, whole pieces at a time, and begun anew when it is large.
///
/// Each piece is written and synced before `append` returns (`fdatasync`), and is cut off again where it does not fit:
/// there is never a half line. A lock on the file keeps two writers apart. The file is opened for each piece, so that
/// one that somebody moved away or removed is made anew.
struct RotatingFile: Sendable {
    let directory: String
    let name: String
    let maximumBytes: Int64
    /// With the one that is written.
    let maximumFiles: Int

    /// Why a piece was not written, in the system's words.
    struct Failure: Error {
        let reason: String

        init(code: Int32) { reason = String(cString: strerror(code)) }

        init(_ reason: String) { self.reason = reason }
    }

    private var path: String { directory + "/" + name }

    func append(_ bytes: [UInt8]) throws(Failure) {
        try makeDirectory()
        var descriptor = try openLocked()
        defer { if descriptor >= 0 { close(descriptor) } }
        var size = try wholeLines(descriptor)
        if size > 0, size + Int64(bytes.count) > maximumBytes {
            try rotate()
            close(descriptor)
            descriptor = -1
            descriptor = try openLocked()
            size = try wholeLines(descriptor)
        }
        do throws(Failure) {
            try write(bytes, to: descriptor)
            if fdatasync(descriptor) != 0 { throw Failure(code: errno) }
            if size == 0 { try syncDirectory() }
        } catch {
            // What stands there now is a part of the piece, which will come again. Were this to fail, the next piece
            // would cut it off.
            _ = ftruncate(descriptor, off_t(size))
            throw error
        }
    }

    /// Only the server's user may enter.
    private func makeDirectory() throws(Failure) {
        if mkdir(directory, 0o700) != 0, errno != EEXIST { throw Failure(code: errno) }
    }

    /// Opens the file and locks it, unless another stands in its place by then.
    private func openLocked() throws(Failure) -> Int32 {
        // Another writer rotates at most once between two of our looks.
        for _ in 0..<10 {
            // Without O_NONBLOCK, opening a named pipe would wait for its other end.
            let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
            let descriptor = open(path, flags, 0o600)
            guard descriptor >= 0 else { throw Failure(code: errno) }
            do throws(Failure) {
                if try lock(descriptor) { return descriptor }
            } catch {
                close(descriptor)
                throw error
            }
            close(descriptor)
        }
        throw Failure("it is always replaced")
    }

    /// `false` where the path means another file by now.
    private func lock(_ descriptor: Int32) throws(Failure) -> Bool {
        var opened = stat()
        guard fstat(descriptor, &opened) == 0 else { throw Failure(code: errno) }
        guard opened.st_mode & S_IFMT == S_IFREG else { throw Failure("it is not a regular file") }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Failure(code: errno) }
        }
        var named = stat()
        return lstat(path, &named) == 0 && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
    }

    /// The size of the file, after a line that a crash has left unfinished was cut off.
    private func wholeLines(_ descriptor: Int32) throws(Failure) -> Int64 {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw Failure(code: errno) }
        let size = Int64(information.st_size)
        var end = size
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while end > 0 {
            let start = max(0, end - Int64(chunk.count))
            let count = chunk.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, Int(end - start), off_t(start))
            }
            guard count == Int(end - start) else { throw Failure(code: count < 0 ? errno : EIO) }
            if let last = chunk[..<count].lastIndex(of: UInt8(ascii: "\n")) {
                end = start + Int64(last) + 1
                break
            }
            end = start
        }
        if end < size, ftruncate(descriptor, off_t(end)) != 0 { throw Failure(code: errno) }
        return end
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                let rest = UnsafeRawBufferPointer(rebasing: all[offset...])
                return systemWrite(descriptor, rest)
            }
            if count > 0 {
                offset += count
            } else if count == 0 || errno != EINTR {
                throw Failure(code: count == 0 ? ENOSPC : errno)
            }
        }
    }

    /// `NAME.1` is the youngest of the older files; the oldest gives way.
    private func rotate() throws(Failure) {
        guard maximumFiles > 1 else {
            guard unlink(path) == 0 else { throw Failure(code: errno) }
            return try syncDirectory()
        }
        for number in stride(from: maximumFiles - 2, through: 0, by: -1) {
            let from = number == 0 ? path : "\(path).\(number)"
            if rename(from, "\(path).\(number + 1)") != 0, errno != ENOENT { throw Failure(code: errno) }
        }
        try syncDirectory()
    }

    /// A name is an entry of the directory, not of the file.
    private func syncDirectory() throws(Failure) {
        let descriptor = open(directory, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        // Some file systems have nothing to sync for a directory and answer EINVAL.
        if fsync(descriptor) != 0, errno != EINVAL { throw Failure(code: errno) }
    }
}

/// The system's `write`, which a method of that name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
