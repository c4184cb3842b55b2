import Foundation
import Glibc

/// A TCP listener on loopback that takes connections and never says a word.
struct SilentListener {
    let port: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                bind(listener, name, size) == 0 && listen(listener, 8) == 0 && getsockname(listener, name, &size) == 0
            }
        }
        guard isListening else { throw RunningProgram.Failure(description: "no listener can be made") }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Waits until somebody has connected.
    func awaitConnection() throws {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&poller, 1, 20_000) == 1 else { throw RunningProgram.Failure(description: "nobody connected") }
    }

    func close() { Glibc.close(descriptor) }
}
