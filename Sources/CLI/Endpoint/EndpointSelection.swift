import ArgumentParser

/// Which endpoint a command is about: the id of its allowlist record.
struct EndpointSelection: ParsableArguments {
    @Argument(help: ArgumentHelp("The endpoint's id, as 'endpoint list' shows it.", valueName: "id"))
    var id: Int

    @OptionGroup var hub: HubOptions

    mutating func validate() throws {
        if id < 1 { throw ValidationError("The value '\(id)' is invalid for '<id>': ids begin at 1.") }
    }
}
