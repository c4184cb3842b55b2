import Dispatch
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread that copies from one descriptor to another until the first ends, then closes both.
struct Pump: Sendable {
    /// What ended it before the data did, with the system's number for it.
    enum Problem: Equatable, Sendable {
        case unreadable(CInt)
        case unwritable(CInt)
    }

    private let ends: AsyncStream<Problem>

    static func start(from source: CInt, to target: CInt) -> Pump {
        let (ends, end) = AsyncStream.makeStream(of: Problem.self, bufferingPolicy: .bufferingNewest(1))
        DispatchQueue(label: "devicestream.pump").async {
            let problem = copy(source, target)
            if case .unreadable? = problem {
                // No end of the data is made: what was read must not pass for everything. This process ends soon.
            } else {
                // The end of the data for a socket whose other half is in other hands; of no effect on anything else.
                shutdown(target, CInt(SHUT_WR))
                close(target)
            }
            close(source)
            if let problem { end.yield(problem) }
            end.finish()
        }
        return Pump(ends: ends)
    }

    /// Returns once the thread is done, with what went wrong; to be called once.
    func finished() async -> Problem? {
        for await problem in ends { return problem }
        return nil
    }

    private static func copy(_ source: CInt, _ target: CInt) -> Problem? {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { SystemCall.read(source, into: $0) }
            guard count > 0 else { return count == 0 ? nil : .unreadable(errno) }
            var rest = chunk[..<count]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { SystemCall.write(target, $0) }
                guard written > 0 else { return .unwritable(errno) }
                rest = rest.dropFirst(written)
            }
        }
    }
}
