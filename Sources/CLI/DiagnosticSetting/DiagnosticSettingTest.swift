import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `diagnostic-setting test`.
struct DiagnosticSettingTest: Verb {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a sample to a setting's destination; exit 12 where it is not taken.",
        discussion: "Shows the status and the time that it took, never what the destination answered."
    )

    @OptionGroup var setting: DiagnosticSettingSelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    private static let shape = TableShape([
        .init("Succeeded", "succeeded"), .init("Status", "status"), .init("DurationMs", "durationMs"),
        .init("Message", "message"),
    ])

    func perform(_ session: Session) throws -> Outcome {
        let request = try HubRequest.testDiagnosticSetting(session.hub(setting.hub.name), setting.name())
        let result = try session.json(request)
        var outcome = Outcome.value(result, Self.shape)
        if result["succeeded"]?.boolValue != true { outcome.status = .problemsFound }
        return outcome
    }
}
