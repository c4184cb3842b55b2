import ArgumentParser
import HubModel

/// Which hub a command is about, in our spelling and in those of `az`.
struct HubOptions: ParsableArguments {
    @Option(
        name: [.customShort("n"), .customLong("name"), .customLong("hub-name")],
        help: ArgumentHelp("The hub; the context's where it is left out.", valueName: "hub"),
        completion: .custom(Completions.hubs)
    )
    var name: String?

    @OptionGroup var azure: AzureOptions
}

/// Options that `az` users type; a hub's name alone says which it is.
struct AzureOptions: ParsableArguments {
    @Option(
        name: [.customShort("g"), .long],
        help: ArgumentHelp("Accepted for az users.", valueName: "group", visibility: .hidden)
    )
    var resourceGroup: String?

    @Option(help: ArgumentHelp("Accepted for az users.", valueName: "id", visibility: .hidden))
    var subscription: String?
}
