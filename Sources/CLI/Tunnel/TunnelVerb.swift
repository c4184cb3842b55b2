import HubModel

/// A command that opens or takes streams; `devicestream-tunnel` carries it out.
protocol TunnelVerb: Verb {
    /// What is to be done.
    ///
    /// Throws `HubError` where an argument cannot be used.
    func plan() throws -> TunnelPlan

    /// Whether it ends with one value, which `--query` may take a part of.
    static var hasResult: Bool { get }

    /// Whether it sends requests that may be sent again, which `--retry` is about.
    static var sendsRequests: Bool { get }
}

extension TunnelVerb {
    static var hasResult: Bool { false }
    static var sendsRequests: Bool { true }

    func perform(_ session: Session) throws -> Outcome {
        guard Self.hasResult || global.query == nil else {
            throw HubError(.usage, "--query needs JSON of one value, and this command has none.")
        }
        guard Self.sendsRequests || global.retry == nil else {
            throw HubError(.usage, "--retry is about requests, and this command sends none that could be sent again.")
        }
        return Outcome(output: .tunnel(try plan()))
    }
}
