import HubModel

@testable import CLI

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A directory of its own for a test, removed with everything in it.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/devicestream-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Posix.Failure() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    /// Writes a file of mode 0600 and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        let path = self.path + "/" + name
        try SystemFile.replace(path, with: Array(text.utf8), world: .real)
        return path
    }

    func read(_ name: String) throws -> String {
        let file = try Descriptor(reading: path + "/" + name)
        defer { file.close() }
        return String(decoding: try file.readAll(limit: 1 << 20), as: UTF8.self)
    }

    private static func remove(_ path: String) {
        for name in Posix.names(in: path) where name != "." && name != ".." { remove(path + "/" + name) }
        if rmdir(path) != 0 { unlink(path) }
    }
}
