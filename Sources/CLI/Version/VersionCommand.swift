import ArgumentParser
import HubModel
import JMESPath

/// `version`.
struct VersionCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version of this program."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .value(.make([("version", .string(ProductVersion.text))]))
    }
}
