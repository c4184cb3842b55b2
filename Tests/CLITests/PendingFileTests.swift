import HubModel
import Testing

@testable import CLI

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

struct PendingFileTests {
    private func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    @Test func `a pipe keeps its place and gets the bytes`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/pipe"
        try #require(mkfifo(path, 0o600) == 0)
        let reader = Descriptor(number: try Posix.openForReading(path, waiting: false), name: "pipe")
        defer { reader.close() }
        try SystemFile.replace(path, with: Array("report".utf8), world: .real)
        #expect(kind(path) == S_IFIFO)
        #expect(try reader.readAll(limit: 100) == Array("report".utf8))
        #expect(Posix.names(in: directory.path).filter { $0 != "." && $0 != ".." } == ["pipe"])
    }

    @Test func `a link is replaced and what it leads to is left alone`() throws {
        let directory = try TemporaryDirectory()
        let other = try directory.file("other", "precious")
        let link = directory.path + "/link"
        try #require(symlink(other, link) == 0)
        try SystemFile.replace(link, with: Array("report".utf8), world: .real)
        #expect(try directory.read("other") == "precious")
        #expect(kind(link) == S_IFREG)
        #expect(try directory.read("link") == "report")
    }

    @Test func `the system's own links are special, missing files and files are not`() throws {
        let directory = try TemporaryDirectory()
        #expect(Posix.isSpecial("/dev/stdout"))
        #expect(Posix.isSpecial("/dev/null"))
        #expect(Posix.isSpecial(directory.path))
        #expect(!Posix.isSpecial(directory.path + "/none"))
        #expect(!Posix.isSpecial(try directory.file("plain", "x")))
    }
}
