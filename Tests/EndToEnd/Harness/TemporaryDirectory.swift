import Foundation

/// A directory of a test's own.
struct TemporaryDirectory {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "devicestream-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else {
            throw RunningProgram.Failure(description: "no temporary directory can be made")
        }
        path = String(cString: made)
    }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
        return path + "/" + name
    }

    /// The text of a file; empty where there is none.
    func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    func bytes(_ name: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path + "/" + name) ?? Data()) }

    // A directory that stays behind fails no test.
    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
