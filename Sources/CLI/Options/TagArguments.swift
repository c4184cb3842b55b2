import HubModel

/// Tags on the command line: `--tags site=berlin line=3` as `az` has it, or the option repeated.
enum TagArguments {
    /// Reads `NAME=VALUE` for a new resource; `nil` where there are none.
    static func tags(_ arguments: [String]) throws(HubError) -> Tags? {
        guard !arguments.isEmpty else { return nil }
        var tags: Tags = [:]
        for argument in arguments {
            let (name, value) = try split(argument)
            guard tags.updateValue(value, forKey: name) == nil else { throw twice(name) }
        }
        try tags.check()
        return tags
    }

    /// Reads `NAME=VALUE` to set a tag and `NAME=` to take it away.
    static func patch(_ arguments: [String]) throws(HubError) -> [String: String?]? {
        guard !arguments.isEmpty else { return nil }
        var patch: [String: String?] = [:]
        for argument in arguments {
            let (name, value) = try split(argument)
            guard patch.updateValue(value.isEmpty ? nil : value, forKey: name) == nil else { throw twice(name) }
        }
        return patch
    }

    private static func twice(_ name: String) -> HubError {
        HubError(.usage, "The tag '\(VisibleText.show(name, limit: 100))' is given twice.", target: "--tags")
    }

    private static func split(_ argument: String) throws(HubError) -> (name: String, value: String) {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(argument, limit: 100))' is not a tag: NAME=VALUE.",
                target: "--tags",
                hint: "Write several as: --tags site=berlin line=3"
            )
        }
        return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    }
}
