import ArgumentParser
import HubModel

/// `stream watch`.
struct StreamWatch: Verb {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow streams: what lives, and each that changes, a line of JSON, or of words with '-o table'.",
        discussion: """
            A stream is told again when its state or its bytes change, at most once a second. A connection that breaks \
            is made again, and goes on with what has changed meanwhile: of streams that ended, the last hundred. It \
            ends with Ctrl-C, with '--top', and when the token is revoked.
            """
    )

    @OptionGroup var hub: HubOptions

    @Option(
        help: ArgumentHelp("Only streams to this device.", valueName: "device"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @OptionGroup var events: EventOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws { try events.check(global) }

    func perform(_ session: Session) throws -> Outcome {
        let device = try device.map { text throws(HubError) in try DeviceID(text, target: "--device") }
        let follower = EventFollower(session, limit: events.top)
        try StreamFollower(follower, device: device).follow(session.hub(hub.name))
        return .nothing
    }
}
