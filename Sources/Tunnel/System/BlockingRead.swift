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
    /// A process that outlives the program may hold its end of the pipe.
    private static let patience = Duration.seconds(1)

    private let read: AsyncStream<[UInt8]>

    /// Takes the descriptor, and closes it at the end; what is beyond the limit is read and dropped.
    init(_ number: CInt, limit: Int) {
        let (read, done) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(1))
        self.read = read
        DispatchQueue(label: "devicestream.read").async {
            done.yield(Self.read(number, limit: limit))
            done.finish()
        }
    }

    /// The first line that is not blank, once the program has ended.
    func firstLine() async -> String? {
        let bytes = await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                for await bytes in read { return bytes }
                return nil
            }
            group.addTask {
                // Cancelled when all is read.
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        let text = String(decoding: bytes ?? [], as: UTF8.self)
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
