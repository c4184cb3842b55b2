import CResolver
import Dispatch
package import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Asks the system for the addresses of a name: DNS first, which says how long an answer holds, then the other sources,
/// such as the hosts file.
package struct SystemResolver: Sendable {
    /// A slow name holds up only those that share its queue; more threads than this never wait for DNS.
    private static let queueCount = 4
    /// How long an answer holds whose source does not say, and one that there is no such name.
    private static let unknownTimeToLive = Duration.seconds(60)
    /// The largest answer of DNS over TCP.
    private static let maximumAnswerBytes = 65_535

    private let queues: [DispatchQueue]

    package init() {
        queues = (0..<Self.queueCount).map { DispatchQueue(label: "devicestream.resolver.\($0)") }
    }

    /// The addresses, IPv4 and IPv6.
    ///
    /// Waits some seconds at most.
    package func resolve(_ name: String) async -> NameResolution {
        if HostNaming.isLocalhost(name) { return Self.loopback }
        // The sum of the bytes spreads names over the queues as well as a hash would.
        let queue = queues[name.utf8.reduce(0) { $0 &+ Int($1) } % queues.count]
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Self.ask(name)) }
        }
    }

    /// RFC 6761 §6.3.
    private static let loopback = NameResolution(
        addresses: [AddressRange("127.0.0.1"), AddressRange("::1")].compactMap(\.self),
        timeToLive: .seconds(3600)
    )

    private static func ask(_ name: String) -> NameResolution {
        var answer = NameResolution(addresses: [], timeToLive: .seconds(3600))
        // 1 is the type A, 28 is AAAA (RFC 1035 §3.2.2, RFC 3596 §2.1).
        for (type, size) in [(Int32(1), 4), (Int32(28), 16)] { query(name, type, size, &answer) }
        guard answer.addresses.isEmpty else { return answer }
        return NameResolution(addresses: otherSources(name), timeToLive: unknownTimeToLive)
    }

    private static func query(_ name: String, _ type: Int32, _ size: Int, _ answer: inout NameResolution) {
        var bytes = [UInt8](repeating: 0, count: maximumAnswerBytes)
        let length = cresolver_query(name, type, &bytes, Int32(bytes.count))
        guard length > 0 else { return }
        var index: Int32 = 0
        while true {
            var address = [UInt8](repeating: 0, count: 16)
            var seconds: UInt32 = 0
            let outcome = cresolver_address(bytes, length, index, type, &address, &seconds)
            guard outcome >= 0 else { return }
            index += 1
            guard outcome == 1, let range = AddressRange(address: Array(address.prefix(size))) else { continue }
            answer.addresses.append(range)
            answer.timeToLive = min(answer.timeToLive, .seconds(Int64(seconds)))
        }
    }

    private static func otherSources(_ name: String) -> [AddressRange] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [AddressRange] = []
        var entry = list
        while let info = entry?.pointee {
            if let range = address(of: info) { found.append(range) }
            entry = info.ai_next
        }
        return found
    }

    private static func address(of info: addrinfo) -> AddressRange? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = Int(cresolver_bytes(info.ai_addr, &bytes))
        return count > 0 ? AddressRange(address: Array(bytes[..<count])) : nil
    }
}
