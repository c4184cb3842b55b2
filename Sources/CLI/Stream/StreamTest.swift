import ArgumentParser
import HubModel

/// `stream test`.
struct StreamTest: TunnelVerb {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Measure the way to a device: how long a byte takes there and back, and how many go in a second.",
        discussion: "The device's agent has what this needs, unless it runs with --no-built-in."
    )

    @OptionGroup var device: DeviceSelection

    @Option(
        help: ArgumentHelp("How long bytes go each way; 3s where it is left out, 60s at most.", valueName: "duration"),
        transform: StreamRequestOptions.seconds(upTo: 60)
    )
    var duration: Double?

    @Option(help: ArgumentHelp("How many round trips are made; 200 where it is left out.", valueName: "count"))
    var count: Int?

    @OptionGroup var request: StreamRequestOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        guard let count, !(1...100_000).contains(count) else { return }
        throw ValidationError("The value '\(count)' is invalid for '--count <count>': it is from 1 to 100000.")
    }

    static var hasResult: Bool { true }

    func plan() throws -> TunnelPlan {
        .streamTest(
            StreamTestPlan(
                wish: try request.wish(device),
                duration: .milliseconds(Int64((duration ?? 3) * 1000)),
                count: count ?? 200
            )
        )
    }
}
