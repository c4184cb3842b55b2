package import HubModel

extension Session {
    /// What the options say about it.
    package var eventStyle: EventStyle {
        EventStyle(
            isJSON: global.output == .jsonl,
            isQuiet: global.onlyShowErrors,
            isVerbose: global.verbose || global.debug,
            isSilent: false,
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
