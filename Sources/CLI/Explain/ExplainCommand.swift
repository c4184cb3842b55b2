import ArgumentParser
import HubModel
import JMESPath

/// `explain`: the error catalogue, offline.
struct ExplainCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain an error code, its number, or an exit status; all of them without an argument."
    )

    @Argument(
        help: ArgumentHelp("Such as DeviceNotOnline, 404103, or the exit status 9.", valueName: "code"),
        completion: .list(ErrorCode.allCases.map(\.rawValue))
    )
    var code: String?

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        if let code { return try one(code) }
        let codes = JSONValue.array(ErrorCode.allCases.map(Explanation.of))
        let statuses = JSONValue.array(ExitStatus.allCases.map(Explanation.of))
        guard global.query == nil, global.output == .table || global.output == .tsv else {
            return .value(.make([("errors", codes), ("exitStatuses", statuses)]))
        }
        // Two tables: what an error code and what an exit status tell is not the same.
        try session.write(codes, Explanation.codeShape)
        try session.console.write([UInt8(ascii: "\n")])
        try session.write(statuses, Explanation.statusShape)
        return .nothing
    }

    private func one(_ text: String) throws(HubError) -> Outcome {
        let lower = text.lowercased()
        if let code = ErrorCode.allCases.first(where: { $0.rawValue.lowercased() == lower })
            ?? Int(text).flatMap(ErrorCode.init(number:))
        {
            return .value(Explanation.of(code), Explanation.codeShape)
        }
        if let status = Int32(text).flatMap(ExitStatus.init(rawValue:)) {
            return .value(Explanation.withCodes(status), Explanation.statusWithCodesShape)
        }
        let nearest = Suggestion.nearest(to: text, among: ErrorCode.allCases.map(\.rawValue))
        throw HubError(
            .resourceNotFound,
            "'\(VisibleText.show(text, limit: 60))' is no error code and no exit status.",
            target: "code",
            hint: nearest.map { "Did you mean: devicestream explain \($0)" }
                ?? "See all of them with: devicestream explain -o table"
        )
    }
}
