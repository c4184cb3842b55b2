package import HubModel

/// A port of this machine that leads to a service beside a device: `[BIND:]PORT:TARGET`.
package struct ForwardRule: Equatable, Sendable {
    /// The addresses of this machine that are listened on.
    package enum Bind: Equatable, Sendable {
        /// 127.0.0.1, and ::1 where there is one.
        case loopback
        /// All addresses: somebody has said so.
        case everywhere
        /// An address without brackets, or a name.
        case host(String)
    }

    package let bind: Bind
    /// 0 for any that is free.
    package let port: Int
    /// What the agent is asked for.
    package let target: ServiceName

    package init(bind: Bind, port: Int, target: ServiceName) {
        self.bind = bind
        self.port = port
        self.target = target
    }

    /// Reads `2222:ssh`, `127.0.0.1:2222:22`, `[::1]:8080:localhost:80`, `*:8080:web`.
    ///
    /// A port in front begins the rule, anything else is the address: an address is never digits alone.
    @Sendable package static func parse(_ text: String) throws -> ForwardRule {
        var rest = text[...]
        let bind = try takeBind(&rest)
        let digits = rest.prefix { $0 != ":" }
        if !digits.isEmpty, digits.allSatisfy(\.isNumber), portNumber(digits) == nil {
            throw Choice.Failure(description: "a port goes from 0, which is any free one, to 65535.")
        }
        guard let port = portNumber(digits), rest.count > digits.count + 1 else {
            throw Choice.Failure(description: "it is [BIND:]PORT:TARGET, such as 2222:ssh or 0.0.0.0:8080:web.")
        }
        let target = String(rest.dropFirst(digits.count + 1))
        guard ServiceName.accepts(target) else {
            throw Choice.Failure(
                description: "the target is the name of a service, a port, or host:port: \(ServiceName.rule)."
            )
        }
        return ForwardRule(bind: bind, port: port, target: ServiceName(checked: target))
    }

    /// Takes the address and its colon off.
    private static func takeBind(_ rest: inout Substring) throws -> Bind {
        let word: Substring
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]"), rest[end...].hasPrefix("]:") else {
                throw Choice.Failure(description: "an IPv6 address stands in brackets, as in [::1]:2222:ssh.")
            }
            word = rest[..<end].dropFirst()
            rest = rest[end...].dropFirst(2)
        } else {
            word = rest.prefix { $0 != ":" }
            if word.utf8.allSatisfy(\.isDigit), !word.isEmpty { return .loopback }
            rest = rest.dropFirst(word.count + 1)
        }
        switch word {
        case "*": return .everywhere
        case "localhost": return .loopback
        case "":
            throw Choice.Failure(description: "the address is missing; '*' stands for all of them.")
        default:
            guard word.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw Choice.Failure(description: "'\(VisibleText.show(String(word), limit: 80))' is no address.")
            }
            return .host(String(word))
        }
    }

    private static func portNumber(_ digits: Substring) -> Int? {
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit), let port = Int(digits) else {
            return nil
        }
        return port <= 65_535 ? port : nil
    }
}
