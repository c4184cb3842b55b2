import ArgumentParser
import HubClient
import HubModel

/// `hub delete`.
struct HubDelete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a hub with its devices and keys."
    )

    @OptionGroup var hub: HubSelection
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let name = try hub.required()
        try session.confirm("Delete the hub '\(name)' with all its devices, policies and keys?")
        try session.send(precondition.applied(to: .deleteHub(name)))
        return .nothing
    }
}
