import ArgumentParser
import HubModel

/// Which diagnostic setting of a hub a command is about.
struct DiagnosticSettingSelection: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The setting's name on the hub.", valueName: "setting"),
        completion: .custom(Completions.diagnosticSettings)
    )
    var setting: String

    @OptionGroup var hub: HubOptions

    /// The name, checked.
    func name() throws(HubError) -> DiagnosticSettingName { try DiagnosticSettingName(setting, target: "setting") }
}
