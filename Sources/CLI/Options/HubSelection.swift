import ArgumentParser
import HubModel

/// Which hub a command of the noun `hub` is about: `NAME`, or `--name NAME` as everywhere else.
struct HubSelection: ParsableArguments {
    @Argument(help: ArgumentHelp("The hub's name.", valueName: "hub"), completion: .custom(Completions.hubs))
    var hub: String?

    @OptionGroup var options: HubOptions

    mutating func validate() throws {
        if hub != nil, options.name != nil { throw ValidationError("The hub is given twice.") }
    }

    /// The name that was given, if any.
    var given: String? { hub ?? options.name }

    /// The name for a command that must not guess.
    func required() throws(HubError) -> HubName {
        guard let given else { throw HubError(.usage, "Which hub? Name it.", target: "hub") }
        return try HubName(given, target: "name")
    }
}
