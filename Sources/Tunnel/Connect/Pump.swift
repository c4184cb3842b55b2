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
    private let ends: AsyncStream<Never>

    @discardableResult
    static func start(from source: CInt, to target: CInt) -> Pump {
        let (ends, end) = AsyncStream.makeStream(of: Never.self, bufferingPolicy: .bufferingNewest(1))
        DispatchQueue(label: "devicestream.pump").async {
            copy(source, target)
            // The end of the data for a socket whose other half is in other hands; of no effect on anything else.
            shutdown(target, CInt(SHUT_WR))
            close(target)
            close(source)
            end.finish()
        }
        return Pump(ends: ends)
    }

    /// Returns once the thread is done.
    func finished() async {
        for await _ in ends {}
    }

    private static func copy(_ source: CInt, _ target: CInt) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = chunk.withUnsafeMutableBytes { SystemCall.read(source, into: $0) }
            guard count > 0 else { return }
            var rest = chunk[..<count]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { SystemCall.write(target, $0) }
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
