/// A command that opens or takes streams; `devicestream-tunnel` carries it out.
protocol TunnelVerb: Verb {
    /// What is to be done.
    ///
    /// Throws `HubError` where an argument cannot be used.
    func plan() throws -> TunnelPlan
}

extension TunnelVerb {
    func perform(_ session: Session) throws -> Outcome { Outcome(output: .tunnel(try plan())) }
}
