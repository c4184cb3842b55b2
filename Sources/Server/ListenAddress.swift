import Foundation
import HubModel

/// An address and a port to listen on.
struct ListenAddress: Equatable, Sendable, CustomStringConvertible {
    /// A literal address, without brackets.
    let address: String
    /// 0 means any free one.
    var port: Int

    /// Reads `192.0.2.10:8443`, `[::1]:8443` or `localhost:8443`.
    init(_ text: String) throws(SettingsError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw Self.problem(text) }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host == "localhost" { host = "127.0.0.1" }
        guard let range = AddressRange(host), range.prefixLength == range.bytes.count * 8, !host.contains("/") else {
            throw Self.problem(text)
        }
        address = host
        self.port = port
    }

    /// Reads several; spaces around each do not count.
    static func list(_ texts: [String]) throws(SettingsError) -> [ListenAddress] {
        var addresses: [ListenAddress] = []
        for text in texts { addresses.append(try ListenAddress(text.trimmingCharacters(in: .whitespaces))) }
        return addresses
    }

    /// Whether only this machine reaches it.
    var isLoopback: Bool { address == "::1" || address.hasPrefix("127.") }

    var isIPv6: Bool { address.contains(":") }

    var description: String { (isIPv6 ? "[" + address + "]" : address) + ":" + String(port) }

    private static func problem(_ text: String) -> SettingsError {
        SettingsError(
            "'\(VisibleText.show(text, limit: 80))' is not an address and a port to listen on, such as 127.0.0.1:8443, "
                + "[::1]:8443 or 0.0.0.0:443."
        )
    }
}
