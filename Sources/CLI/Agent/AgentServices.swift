package import HubModel

/// All that an agent serves; nothing else is ever dialled.
package struct AgentServices: Equatable, Sendable {
    package let all: [AgentService]
    /// What a stream leads to whose service names nothing.
    private let standard: Choice?
    /// What the agent has in itself; a service of that name goes before it.
    package let builtIn: [BuiltInService]
    /// Whether everything leads to the echo.
    private let echoesAll: Bool

    /// Everything leads to the echo, whatever it is asked for as.
    static let echo = AgentServices(builtIn: [.echo], echoesAll: true)

    /// Nothing but what the agent has in itself.
    package init(builtIn: [BuiltInService], echoesAll: Bool = false) {
        all = []
        standard = nil
        self.builtIn = builtIn
        self.echoesAll = echoesAll
    }

    /// Throws `Usage` where two services have one name, and where the default is none of them.
    init(_ all: [AgentService], default name: String?, builtIn: [BuiltInService]) throws(HubError) {
        var names: Set<String> = []
        for case let name? in all.map({ $0.name?.text }) where !names.insert(name).inserted {
            throw HubError(.usage, "The service '\(name)' is given twice.", target: "--service")
        }
        self.all = all
        self.builtIn = builtIn
        echoesAll = false
        guard let name else {
            standard = all.count == 1 ? .target(all[0]) : nil
            return
        }
        if let found = all.first(where: { $0.answers(to: name) }) {
            standard = .target(found)
        } else if let found = builtIn.first(where: { $0.rawValue == name }) {
            standard = .builtIn(found)
        } else {
            throw HubError(
                .usage,
                "The default '\(VisibleText.show(name, limit: 60))' is none of the services.",
                target: "--default"
            )
        }
    }

    /// What a request leads to.
    package enum Choice: Equatable, Sendable {
        case target(AgentService)
        case builtIn(BuiltInService)
        /// It is rejected, with this reason.
        case none(String)
    }

    /// What the service that was asked for is; the default where none was.
    package func choice(for wanted: ServiceName?) -> Choice {
        if echoesAll { return .builtIn(.echo) }
        guard let wanted else {
            return standard ?? .none("No service was named, and this agent has no default.")
        }
        if let service = all.first(where: { $0.answers(to: wanted.text) }) { return .target(service) }
        if let found = builtIn.first(where: { $0.rawValue == wanted.text }) { return .builtIn(found) }
        let titles = all.map(\.title) + builtIn.map(\.rawValue)
        return .none(
            "This agent does not serve '\(wanted.text)'. "
                + (titles.isEmpty ? "It serves nothing." : "It serves: \(titles.joined(separator: ", ")).")
        )
    }
}
