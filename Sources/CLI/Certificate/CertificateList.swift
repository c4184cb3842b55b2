import ArgumentParser
import HubClient

/// `certificate list`.
struct CertificateList: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the CAs that are registered on a hub."
    )

    @OptionGroup var hub: HubOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let hub = try session.hub(hub.name)
        return .value(try session.list(.listCertificates(hub, top: Session.maximumPage)), CertificateCommand.shape)
    }
}
