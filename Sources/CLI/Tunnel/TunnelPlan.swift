/// What a command that opens or takes streams, or runs for long, is to do: its arguments, read and checked.
///
/// `devicestream` makes it to find what is wrong with the arguments, then executes `devicestream-tunnel`, which makes it
/// again and carries it out. Making it touches nothing: standard input and secrets are for the second.
package enum TunnelPlan: Equatable, Sendable {
    case agentRun(AgentPlan)
    case forward(ForwardPlan)
    case agentCheck(AgentPlan)
    case streamConnect(StreamConnectPlan)
    case streamTest(StreamTestPlan)
    case echoService(EchoPlan)
    case allowlistVerify(VerifyPlan)
    case allowlistWatch(WatchPlan)
    case doctor(DoctorPlan)
    case demo(DemoPlan)
}
