import ArgumentParser
import HubModel

/// Which records are meant; all that are given must hold.
struct LogFilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only records from then on: a time, a day, or so long ago, such as 1h.", valueName: "time"),
        transform: Moment.parse
    )
    var from: Moment?

    @Option(
        help: ArgumentHelp("Only records from before: a time, a day, or so long ago, such as 10m.", valueName: "time"),
        transform: Moment.parse
    )
    var to: Moment?

    @Option(
        help: "Only records of this category.",
        completion: .list(ActivityRecord.Category.allCases.map(\.rawValue)),
        transform: Choice.parse
    )
    var category: ActivityRecord.Category?

    @Option(
        help: "Only records of this level.",
        completion: .list(ActivityRecord.Level.allCases.map(\.rawValue)),
        transform: Choice.parse
    )
    var level: ActivityRecord.Level?

    @Option(
        help: ArgumentHelp("Only records of this device.", valueName: "device"),
        completion: .custom(Completions.devices)
    )
    var device: String?

    @Option(help: ArgumentHelp("Only records of the request with this id.", valueName: "id"))
    var trackingID: String?

    @Option(help: ArgumentHelp("Only records of this caller: policy:NAME or token:NAME.", valueName: "caller"))
    var caller: String?

    @Option(help: ArgumentHelp("Only records with this result: Success, or an error code.", valueName: "code"))
    var result: String?

    @Option(help: ArgumentHelp("Only records that hold this text, in any case.", valueName: "text"))
    var text: String?

    func filter(_ world: World) throws(HubError) -> LogFilter {
        var filter = LogFilter()
        filter.from = from?.past(world)
        filter.to = to?.past(world)
        filter.category = category?.rawValue
        filter.level = level?.rawValue
        filter.device = try device.map { text throws(HubError) in try DeviceID(text, target: "--device") }
        filter.trackingID = trackingID
        filter.caller = caller
        filter.result = result
        filter.text = text
        return filter
    }
}

extension Moment {
    /// The moment, where a duration counts back from now.
    fileprivate func past(_ world: World) -> Timestamp {
        switch self {
        case .at(let time): time
        case .after(let duration): Timestamp(milliseconds: world.now.milliseconds - duration.wholeMilliseconds)
        }
    }
}
