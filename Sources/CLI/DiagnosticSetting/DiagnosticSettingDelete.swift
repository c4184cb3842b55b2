import ArgumentParser
import HubClient

/// `diagnostic-setting delete`.
struct DiagnosticSettingDelete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a diagnostic setting; nothing more is sent to its destination."
    )

    @OptionGroup var setting: DiagnosticSettingSelection
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let name = try setting.name()
        let hub = try session.hub(setting.hub.name)
        try session.confirm("Delete the diagnostic setting '\(name)' of the hub '\(hub)'?")
        try session.send(precondition.applied(to: .deleteDiagnosticSetting(hub, name)))
        return .nothing
    }
}
