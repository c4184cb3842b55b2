import ArgumentParser
import HubClient

/// `diagnostic-setting list`.
struct DiagnosticSettingList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List where the records of a hub go, and how far each destination is."
    )

    @OptionGroup var hub: HubOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = HubRequest.listDiagnosticSettings(try session.hub(hub.name), top: Session.maximumPage)
        return .value(try session.list(request), DiagnosticSettingCommand.shape)
    }
}
