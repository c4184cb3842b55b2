import Glibc
import Testing

/// A directory that is removed with all that is in it.
final class TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/devicestream-sinks-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        for name in names { unlink(path + "/" + name) }
        rmdir(path)
    }

    /// The names in it, in order.
    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { found.append(name) }
        }
        return found.sorted()
    }

    func write(_ name: String, _ text: String) throws {
        let file = try #require(fopen(path + "/" + name, "w"))
        fputs(text, file)
        fclose(file)
    }

    func read(_ name: String) throws -> String {
        let file = try #require(fopen(path + "/" + name, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func mode(_ name: String) -> UInt32 {
        var information = stat()
        stat(path + "/" + name, &information)
        return information.st_mode & 0o7777
    }
}
