#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The calls of the operating system that the command line needs, under names that hide nothing.
enum Posix {
    /// The number of the last error of the system.
    struct Failure: Error, Equatable {
        let number: Int32

        init() { number = errno }

        var text: String { String(cString: strerror(number)) }
        var isMissing: Bool { number == ENOENT || number == ENOTDIR }
        var isDenied: Bool { number == EACCES || number == EPERM }
        var isPresent: Bool { number == EEXIST }
        var isBrokenPipe: Bool { number == EPIPE }
    }

    /// Whose an open file is, and who may do what with it.
    struct Ownership: Equatable {
        let isRegular: Bool
        let isOwn: Bool
        let mode: UInt32
    }

    static let input = STDIN_FILENO
    static let output = STDOUT_FILENO
    static let error = STDERR_FILENO

    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static var isRoot: Bool { geteuid() == 0 }

    /// Fills standard streams that the caller closed: otherwise a connection or a file would become one of them, and
    /// take what is meant for a person.
    ///
    /// Output to one that was closed fails, because its place is open for reading only.
    static func fillStandardStreams() {
        for number in [input, output, error] where fcntl(number, F_GETFD) < 0 {
            // The lowest free number is the one that is asked for; where there is no /dev/null, nothing can be done.
            _ = open("/dev/null", number == input ? O_WRONLY : O_RDONLY)
        }
    }

    static func isTerminal(_ number: Int32) -> Bool { isatty(number) == 1 }

    /// With `waiting` off, a pipe of that name that nobody writes to holds nothing up.
    static func openForReading(_ path: String, waiting: Bool = true) throws(Failure) -> Int32 {
        let number = open(path, O_RDONLY | O_CLOEXEC | (waiting ? 0 : O_NONBLOCK))
        guard number >= 0 else { throw Failure() }
        return number
    }

    /// Makes a file of mode 0600 that must not exist yet.
    static func createPrivate(_ path: String) throws(Failure) -> Int32 {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw Failure() }
        return number
    }

    /// Opens what is there already, to write behind what it holds.
    static func openForAppending(_ path: String) throws(Failure) -> Int32 {
        let number = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard number >= 0 else { throw Failure() }
        return number
    }

    /// Whether a path leads to a device, a pipe or another thing that no file may take the place of; also where it is
    /// one of the system's links to open files, such as `/dev/stdout`.
    static func isSpecial(_ path: String) -> Bool {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return true }
        let isOfSystem = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
        return isOfSystem && lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    static func ownership(_ number: Int32) throws(Failure) -> Ownership {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw Failure() }
        return Ownership(
            isRegular: status.st_mode & S_IFMT == S_IFREG,
            isOwn: status.st_uid == geteuid(),
            mode: UInt32(status.st_mode & 0o7777)
        )
    }

    static func readBytes(_ number: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        while true {
            let count = read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw Failure() }
        }
    }

    /// How many bytes were taken.
    static func writeBytes(_ number: Int32, _ bytes: UnsafeRawBufferPointer) throws(Failure) -> Int {
        while true {
            let count = write(number, bytes.baseAddress, bytes.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw Failure() }
        }
    }

    static func closeFile(_ number: Int32) { _ = close(number) }

    static func syncFile(_ number: Int32) throws(Failure) {
        guard fsync(number) == 0 else { throw Failure() }
    }

    static func renameFile(_ old: String, _ new: String) throws(Failure) {
        guard rename(old, new) == 0 else { throw Failure() }
    }

    static func removeFile(_ path: String) throws(Failure) {
        guard unlink(path) == 0 else { throw Failure() }
    }

    /// Makes a directory of mode 0700.
    static func makeDirectory(_ path: String) throws(Failure) {
        guard mkdir(path, 0o700) == 0 else { throw Failure() }
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0
    }

    /// The names in a directory, sorted; none where it cannot be read.
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names.sorted()
    }

    static func endProcess(_ status: Int32) -> Never { exit(status) }

    /// The path of the file that this process runs, with links resolved; `nil` where the system does not tell.
    static var executablePath: String? {
        realpath("/proc/self/exe", nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
    }

    /// Becomes another program with these words, the first being its name; returns only by throwing.
    static func execute(_ path: String, _ words: [String]) throws(Failure) -> Never {
        let pointers = words.map { strdup($0) } + [nil]
        execv(path, pointers)
        let failure = Failure()
        for pointer in pointers { free(pointer) }
        throw failure
    }
}
