import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The calls of the operating system that tunnels need, again where a signal came in between.
enum SystemCall {
    /// How many bytes were taken; below 0 where none can be.
    static func write(_ number: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        while true {
            #if canImport(Glibc)
            let count = Glibc.write(number, bytes.baseAddress, bytes.count)
            #elseif canImport(Musl)
            let count = Musl.write(number, bytes.baseAddress, bytes.count)
            #else
            let count = Darwin.write(number, bytes.baseAddress, bytes.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Writes all bytes; false where they cannot be.
    static func writeAll(_ number: CInt, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(number, $0) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// How many bytes were read; 0 at the end, below 0 on an error.
    static func read(_ number: CInt, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            #if canImport(Glibc)
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            let count = Musl.read(number, buffer.baseAddress, buffer.count)
            #else
            let count = Darwin.read(number, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// What the last error of the system is called.
    static var lastError: String { String(cString: strerror(errno)) }

    /// A pipe whose ends no other program inherits.
    static func makePipe() throws(HubError) -> (read: CInt, write: CInt) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { throw HubError(.localFailure, "There is no pipe left: \(lastError).") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
