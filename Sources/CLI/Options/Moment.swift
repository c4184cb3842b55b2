import HubModel

/// A moment on the command line: a time, a day, or so long from now.
enum Moment: Equatable, Sendable {
    case at(Timestamp)
    case after(Duration)

    /// Reads `2026-12-01T08:00:00Z`, `2026-12-01` (its beginning in UTC), or a duration such as `45d`.
    @Sendable static func parse(_ text: String) throws -> Moment {
        if let time = Timestamp(text) ?? Timestamp(text + "T00:00:00Z") { return .at(time) }
        // Only digits begin a duration, so that a mistyped date is told as one.
        if let duration = try? DurationText.parse(text) { return .after(duration) }
        throw Choice.Failure(
            description: "it is a time such as 2026-12-01T08:00:00Z, a day such as 2026-12-01, or a duration from now "
                + "such as 45d."
        )
    }

    func timestamp(_ world: World) -> Timestamp {
        switch self {
        case .at(let time): time
        case .after(let duration): world.now + duration
        }
    }
}
