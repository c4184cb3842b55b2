package import HubModel

/// What an agent serves: `NAME=HOST:PORT`, or a port or host:port without a name.
package struct AgentService: Equatable, Sendable {
    /// `nil` where it is asked for by its port or host and port alone.
    package let name: ServiceName?
    /// Without brackets.
    package let host: String
    package let port: Int

    /// Host and port as they are written; an IPv6 address stands in brackets.
    package var place: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// What it is called in messages.
    package var title: String { name?.text ?? place }

    private var isHere: Bool { HostNaming.isLocalhost(host) || HostNaming.isLoopbackAddress(host) }

    /// Whether it is what a service asks for: its name, its host and port, or, on the agent's own machine, its port.
    func answers(to wanted: String) -> Bool {
        if wanted == name?.text || wanted == place { return true }
        if isHere, wanted == String(port) { return true }
        guard let (host, port) = Self.place(wanted[...]), port == self.port else { return false }
        let isHere = HostNaming.isLocalhost(host) || HostNaming.isLoopbackAddress(host)
        return host.lowercased() == self.host.lowercased() || isHere && self.isHere
    }

    /// Reads `ssh=127.0.0.1:22`, `ssh=22`, `22`, `192.0.2.5:3389`, `web=[::1]:80`; without a host it is 127.0.0.1.
    @Sendable package static func parse(_ text: String) throws -> AgentService {
        var rest = text[...]
        var name: ServiceName?
        if let equals = text.firstIndex(of: "=") {
            let word = String(text[..<equals])
            // A name that looks like a port would hide a port.
            guard StreamName.accepts(word), !word.utf8.allSatisfy(\.isDigit) else {
                throw Choice.Failure(
                    description: "'\(VisibleText.show(word, limit: 60))' is not the name of a service: letters, digits "
                        + "and - . _ ~, and not digits alone."
                )
            }
            name = ServiceName(checked: word)
            rest = text[equals...].dropFirst()
        }
        guard let (host, port) = place(rest) else {
            throw Choice.Failure(description: "it is NAME=HOST:PORT, such as ssh=127.0.0.1:22.")
        }
        return AgentService(name: name, host: host, port: port)
    }

    /// Reads `PORT`, `HOST:PORT` and `[IPV6]:PORT`.
    private static func place(_ text: Substring) -> (host: String, port: Int)? {
        var host = "127.0.0.1"[...]
        var digits = text
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), text[end...].hasPrefix("]:") else { return nil }
            host = text[..<end].dropFirst()
            digits = text[end...].dropFirst(2)
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            digits = text[colon...].dropFirst()
        }
        guard (1...253).contains(host.utf8.count), host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit), let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        return (String(host), port)
    }
}
