import ArgumentParser
import HubClient
import HubModel

/// `diagnostic-setting create`.
struct DiagnosticSettingCreate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a diagnostic setting, or change the one of that name.",
        discussion: """
            Exactly one of --file, --syslog and --webhook says where the records go; the setting 'default', the hub's \
            own log, has none of them. A webhook's batches are signed with the secret of --secret-file or \
            DEVICESTREAM_WEBHOOK_SECRET; a change without one keeps the present secret. A good one is the output of:
              echo "whsec_$(openssl rand -base64 32)"
            """
    )

    @OptionGroup var setting: DiagnosticSettingSelection
    @OptionGroup var destination: DestinationOptions

    @Option(
        help: ArgumentHelp(
            "Which records: DeviceStreams or Connections; may be given several times. All where it is left out.",
            valueName: "category"
        ),
        completion: .list(Choice.words(of: DiagnosticCategory.self)),
        transform: Choice.parse
    )
    var category: [DiagnosticCategory] = []

    @Flag(help: "No records at all; for the setting 'default' alone.")
    var noCategories = false

    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    mutating func validate() throws {
        if noCategories, !category.isEmpty {
            throw ValidationError("'--category' and '--no-categories' exclude each other.")
        }
    }

    func perform(_ session: Session) throws -> Outcome {
        let name = try setting.name()
        let body = DiagnosticSettingRequest(
            categories: noCategories ? [] : category.isEmpty ? DiagnosticCategory.allCases : category,
            destination: try destination.destination(of: name),
            secret: try destination.secret(session)
        )
        let request = try HubRequest.putDiagnosticSetting(session.hub(setting.hub.name), name, body)
        return .value(try session.json(precondition.applied(to: request)), DiagnosticSettingCommand.shape)
    }
}
