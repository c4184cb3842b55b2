import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The lines that a program writes, read on a thread of its own.
struct BlockingLines: Sendable {
    /// Lines that nobody has taken yet; further ones are dropped, so that the program never waits.
    private static let capacity = 100
    /// A longer line is cut into several.
    private static let maximumLineBytes = 4096

    let lines: AsyncStream<String>

    /// Takes the descriptor, and closes it at the end.
    init(_ number: CInt) {
        let (lines, more) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(Self.capacity))
        self.lines = lines
        DispatchQueue(label: "devicestream.lines").async {
            Self.read(number) { more.yield($0) }
            close(number)
            more.finish()
        }
    }

    private static func read(_ number: CInt, _ take: (String) -> Void) {
        var line: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = chunk.withUnsafeMutableBytes { SystemCall.read(number, into: $0) }
            guard count > 0 else { return }
            for byte in chunk[..<count] {
                if byte != UInt8(ascii: "\n") { line.append(byte) }
                guard byte == UInt8(ascii: "\n") || line.count == maximumLineBytes else { continue }
                take(String(decoding: line, as: UTF8.self))
                line = []
            }
        }
    }
}
