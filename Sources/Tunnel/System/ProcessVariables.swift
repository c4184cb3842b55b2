#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The environment of this process, which it does not change.
enum ProcessVariables {
    /// All, as `NAME=VALUE`.
    static var all: [String] {
        var found: [String] = []
        var pointer = environ
        while let text = pointer.pointee {
            found.append(String(cString: text))
            pointer += 1
        }
        return found
    }
}
