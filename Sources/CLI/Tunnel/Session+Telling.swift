package import HubModel

/// How a command that runs for long tells what happens.
package struct EventStyle: Sendable {
    /// Whether events are lines of JSON.
    package let isJSON: Bool
    /// Whether only errors are told.
    package let isQuiet: Bool
    /// Whether details are told.
    package let isVerbose: Bool
    /// Says when.
    package let world: World
}

extension Session {
    /// What the options say about it.
    package var eventStyle: EventStyle {
        EventStyle(
            isJSON: global.output == .jsonl,
            isQuiet: global.onlyShowErrors,
            isVerbose: global.verbose || global.debug,
            world: world
        )
    }

    /// A secret of one line: from the file, else the variable, else standard input.
    package func connectionString(file: String?) throws(HubError) -> Secret {
        try CredentialInput.read(
            file: file,
            variable: environment[SASKeySource.variable],
            noun: "connection string",
            option: "--connection-string-file",
            self
        )
    }
}
