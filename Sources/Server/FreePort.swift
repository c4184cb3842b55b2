import Foundation
import HubModel

/// Finds the port that a listener will have, before it is bound: host names and URLs carry it.
///
/// Where the port is taken or not allowed, this is also the place that says so in plain words.
enum FreePort {
    /// The address's port, or a free one where it is 0.
    ///
    /// `flag` is the option that chose the address, for messages.
    static func pick(_ address: ListenAddress, flag: String) throws(SettingsError) -> Int {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw problem(address, flag) }
        // Without a socket that is bound to it, another program might get the port before the listener has it: one that the
        // kernel has chosen is kept until the process ends.
        let isGiven = address.port != 0
        defer { if isGiven { close(descriptor) } }
        // As the listener does: connections of a server that has just ended do not keep it from starting again.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        return address.isIPv6 ? try bindIPv6(descriptor, address, flag) : try bindIPv4(descriptor, address, flag)
    }

    private static func bindIPv4(
        _ descriptor: Int32,
        _ address: ListenAddress,
        _ flag: String
    ) throws(SettingsError) -> Int {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(address.port).bigEndian
        inet_pton(AF_INET, address.address, &name.sin_addr)
        guard exchange(descriptor, &name, listens: address.port != 0) else { throw problem(address, flag) }
        return Int(UInt16(bigEndian: name.sin_port))
    }

    private static func bindIPv6(
        _ descriptor: Int32,
        _ address: ListenAddress,
        _ flag: String
    ) throws(SettingsError) -> Int {
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = UInt16(address.port).bigEndian
        inet_pton(AF_INET6, address.address, &name.sin6_addr)
        guard exchange(descriptor, &name, listens: address.port != 0) else { throw problem(address, flag) }
        return Int(UInt16(bigEndian: name.sin6_port))
    }

    /// Binds to the name and reads back what it has become.
    private static func exchange<Name>(_ descriptor: Int32, _ name: inout Name, listens: Bool) -> Bool {
        var size = socklen_t(MemoryLayout<Name>.size)
        return withUnsafeMutableBytes(of: &name) { bytes in
            guard let pointer = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            // Listening is what fails when another program listens on the port with the same option. A socket that only is
            // bound is not in the listener's way.
            return bind(descriptor, pointer, size) == 0 && (!listens || listen(descriptor, 1) == 0)
                && getsockname(descriptor, pointer, &size) == 0
        }
    }

    private static func problem(_ address: ListenAddress, _ flag: String) -> SettingsError {
        switch errno {
        case EADDRINUSE:
            SettingsError("\(address) is in use by another program. Stop it, or choose another with \(flag).")
        case EACCES:
            SettingsError("\(address) may not be used by this user: ports below 1024 need CAP_NET_BIND_SERVICE.")
        case EADDRNOTAVAIL:
            SettingsError("\(address) is not an address of this machine.")
        default:
            SettingsError("\(address) cannot be used: \(String(cString: strerror(errno))).")
        }
    }
}
