import Dispatch

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads what a program says, on a thread of its own, so that it never waits for us to read.
struct BlockingRead: Sendable {
    private let reading: Task<[UInt8], Never>

    /// Takes the descriptor, and closes it at the end; what is beyond the limit is read and dropped.
    init(_ number: CInt, limit: Int) {
        reading = Task {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: "devicestream.read").async {
                    continuation.resume(returning: Self.read(number, limit: limit))
                }
            }
        }
    }

    /// The first line that is not blank, once all is read.
    func firstLine() async -> String? {
        let text = String(decoding: await reading.value, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    }

    private static func read(_ number: CInt, limit: Int) -> [UInt8] {
        defer { close(number) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = chunk.withUnsafeMutableBytes { SystemCall.read(number, into: $0) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count].prefix(limit - bytes.count)
        }
    }
}
