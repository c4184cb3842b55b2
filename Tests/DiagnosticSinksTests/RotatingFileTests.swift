import Glibc
import Testing

@testable import DiagnosticSinks

@Suite struct RotatingFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func file(bytes: Int64 = 1000, files: Int = 3) -> RotatingFile {
        RotatingFile(directory: directory.path, name: "log", maximumBytes: bytes, maximumFiles: files)
    }

    private func lines(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `pieces are appended to a file that its owner alone may read`() throws {
        try file().append(lines("a\n"))
        try file().append(lines("b\nc\n"))
        #expect(try directory.read("log") == "a\nb\nc\n")
        #expect(directory.mode("log") == 0o600)
    }

    @Test func `a piece that does not fit begins the next file, and the oldest gives way`() throws {
        let file = file(bytes: 4, files: 3)
        for text in ["a\n", "b\n", "c\n", "d\n", "e\n", "f\n", "g\n"] { try file.append(lines(text)) }
        #expect(directory.names == ["log", "log.1", "log.2"])
        #expect(try directory.read("log") == "g\n")
        #expect(try directory.read("log.1") == "e\nf\n")
        #expect(try directory.read("log.2") == "c\nd\n")
    }

    @Test func `a piece larger than a file is still whole`() throws {
        let file = file(bytes: 4, files: 2)
        try file.append(lines("first\n"))
        try file.append(lines("second\n"))
        #expect(try directory.read("log") == "second\n")
        #expect(try directory.read("log.1") == "first\n")
    }

    @Test func `of one file alone nothing older stays`() throws {
        let file = file(bytes: 4, files: 1)
        for text in ["a\n", "b\n", "c\n"] { try file.append(lines(text)) }
        #expect(directory.names == ["log"])
        #expect(try directory.read("log") == "c\n")
    }

    @Test func `a line that a crash left unfinished is cut off`() throws {
        try directory.write("log", "whole\nhal")
        try file().append(lines("next\n"))
        #expect(try directory.read("log") == "whole\nnext\n")
    }

    @Test func `an unfinished line longer than one read is cut off, too`() throws {
        try directory.write("log", "whole\n" + String(repeating: "x", count: 200_000))
        try file(bytes: 1 << 20).append(lines("next\n"))
        #expect(try directory.read("log") == "whole\nnext\n")
    }

    @Test func `a file that somebody moved away is made anew`() throws {
        try file().append(lines("a\n"))
        #expect(rename(directory.path + "/log", directory.path + "/kept") == 0)
        try file().append(lines("b\n"))
        #expect(try directory.read("log") == "b\n")
        #expect(try directory.read("kept") == "a\n")
    }

    @Test func `a link and a pipe are refused`() throws {
        try directory.write("target", "")
        #expect(symlink(directory.path + "/target", directory.path + "/log") == 0)
        #expect(throws: RotatingFile.Failure.self) { try file().append(lines("a\n")) }
        #expect(try directory.read("target") == "")
        #expect(unlink(directory.path + "/log") == 0)
        #expect(mkfifo(directory.path + "/log", 0o600) == 0)
        #expect(throws: RotatingFile.Failure.self) { try file().append(lines("a\n")) }
    }

    @Test func `a full disk leaves whole lines alone, and nothing is lost when there is room again`() throws {
        // A limit on the size of files fails as a full disk does: after a part of a piece was written.
        var before = rlimit()
        try #require(getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before) == 0)
        try file().append(lines("a\n"))
        let old = signal(SIGXFSZ, SIG_IGN)
        var small = rlimit(rlim_cur: 5, rlim_max: before.rlim_max)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &small) == 0)
        #expect(throws: RotatingFile.Failure.self) { try file().append(lines("four\nfive\n")) }
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        signal(SIGXFSZ, old)
        #expect(try directory.read("log") == "a\n")
        try file().append(lines("four\nfive\n"))
        #expect(try directory.read("log") == "a\nfour\nfive\n")
    }
}
