import ArgumentParser

/// `log tail`.
struct LogTailVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Follow the activity log: each record as it is made, a line of JSON, or of words with '-o table'.",
        discussion: """
            A connection that breaks is made again, and goes on behind the last record that was shown. It ends with \
            Ctrl-C, with '--top', and when the token is revoked.
            """
    )

    @OptionGroup var hub: HubOptions
    @OptionGroup var filter: LogFilterOptions

    @OptionGroup var events: EventOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws { try events.check(global) }

    func perform(_ session: Session) throws -> Outcome {
        let follower = LogFollower(EventFollower(session, limit: events.top))
        try follower.follow(session.hub(hub.name), filter.filter(session.world))
        return .nothing
    }
}
