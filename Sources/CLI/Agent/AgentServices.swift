package import HubModel

/// All that an agent serves; nothing else is ever dialled.
package struct AgentServices: Equatable, Sendable {
    package let all: [AgentService]
    /// What a stream leads to whose service names nothing.
    package let standard: AgentService?
    /// Whether echo and what `stream test` needs are there.
    package let hasBuiltIn: Bool

    /// Throws `Usage` where two services have one name, and where the default is none of them.
    init(_ all: [AgentService], default name: String?, hasBuiltIn: Bool) throws(HubError) {
        var names: Set<String> = []
        for case let name? in all.map({ $0.name?.text }) where !names.insert(name).inserted {
            throw HubError(.usage, "The service '\(name)' is given twice.", target: "--service")
        }
        self.all = all
        self.hasBuiltIn = hasBuiltIn
        guard let name else {
            standard = all.count == 1 ? all[0] : nil
            return
        }
        guard let found = all.first(where: { $0.answers(to: name) }) else {
            throw HubError(
                .usage,
                "The default '\(VisibleText.show(name, limit: 60))' is none of the services.",
                target: "--default"
            )
        }
        standard = found
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
        guard let wanted else {
            return standard.map { .target($0) } ?? .none("No service was named, and this agent has no default.")
        }
        if let service = all.first(where: { $0.answers(to: wanted.text) }) { return .target(service) }
        if hasBuiltIn, let builtIn = BuiltInService(rawValue: wanted.text) { return .builtIn(builtIn) }
        let titles = all.map(\.title) + (hasBuiltIn ? [BuiltInService.echo.rawValue] : [])
        return .none(
            "This agent does not serve '\(wanted.text)'. "
                + (titles.isEmpty ? "It serves nothing." : "It serves: \(titles.joined(separator: ", ")).")
        )
    }
}
