import ArgumentParser
import HubClient

/// `diagnostic-setting show`.
struct DiagnosticSettingShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a diagnostic setting, and how far its destination is."
    )

    @OptionGroup var setting: DiagnosticSettingSelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = try HubRequest.showDiagnosticSetting(session.hub(setting.hub.name), setting.name())
        return .value(try session.json(request), DiagnosticSettingCommand.shape)
    }
}
