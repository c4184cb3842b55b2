import Foundation
import Glibc
import Logging
import NIOCore
import NIOSSL
import Synchronization
import Testing

@testable import Transport

/// A directory of a test's own, gone with the test.
final class Workspace {
    let path: String

    init() throws {
        let template = FileManager.default.temporaryDirectory.path + "/transport-XXXXXX"
        var bytes = Array(template.utf8CString)
        path = String(cString: try #require(mkdtemp(&bytes)))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        let path = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    func mode(of name: String) throws -> UInt32 {
        var information = stat()
        try #require(stat("\(path)/\(name)", &information) == 0)
        return UInt32(information.st_mode & 0o7777)
    }

    func authority(domain: String = "devicestream.localhost", now: Int64 = Fixtures.now) throws -> LocalAuthority {
        try LocalAuthority.loadOrMake(directory: path, domain: domain, now: now)
    }
}

enum Fixtures {
    /// The time that other programs see too, in milliseconds since 1970.
    static var now: Int64 { Int64(time(nil)) * 1000 }
    static let day: Int64 = 86_400_000
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Runs the `openssl` program with nothing on its standard input.
    static func openssl(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await openssl(arguments)
    }

    /// Runs the `openssl` program with nothing on its standard input.
    static func openssl(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let handle = pipe.fileHandleForReading
        let data = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: handle.readDataToEndOfFile()) }
        }
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

/// The time of a test, moved by hand.
final class TestTime: Sendable {
    private let value: Shared<Int64>

    init(_ start: Int64) { value = Shared(start) }

    var now: Int64 {
        get { value.value }
        set { value.value = newValue }
    }
}

/// A value shared between a test and callbacks on event loops.
final class Shared<Value: Sendable>: Sendable {
    private let stored: Mutex<Value>

    init(_ value: Value) { stored = Mutex(value) }

    var value: Value {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }

    func change(_ body: (inout Value) -> Void) { stored.withLock { body(&$0) } }
}
