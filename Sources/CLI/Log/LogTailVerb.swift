import ArgumentParser
import HubClient
import HubModel
import JMESPath

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

    @Option(help: ArgumentHelp("End after so many records.", valueName: "count"))
    var top: Int?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if let top, top < 1 {
            throw ValidationError("The value '\(top)' is invalid for '--top <count>': it is from 1.")
        }
        if global.query != nil {
            throw ValidationError("'--query' needs one JSON value, and a tail is lines of them.")
        }
    }

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        let follower = LogFollower(session, limit: top, isTable: global.output == .table)
        try follower.follow(hub, try filter.filter(session.world))
        return .nothing
    }
}
