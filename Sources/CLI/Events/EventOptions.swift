import ArgumentParser

/// When a command that follows events ends by itself.
struct EventOptions: ParsableArguments {
    @Option(help: ArgumentHelp("End after so many lines.", valueName: "count"))
    var top: Int?

    /// Throws where the options cannot be kept, or the output is none of lines.
    func check(_ global: GlobalOptions) throws {
        if let top, top < 1 {
            throw ValidationError("The value '\(top)' is invalid for '--top <count>': it is from 1.")
        }
        if global.query != nil {
            throw ValidationError("'--query' needs one JSON value, and what is followed is lines of them.")
        }
    }
}
