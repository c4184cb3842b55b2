import ArgumentParser
import HubClient
import HubModel

/// `certificate delete`.
struct CertificateDelete: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Take a CA off a hub; its devices are no longer let in."
    )

    @OptionGroup var certificate: CertificateSelection
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let name = try certificate.name()
        let hub = try session.hub(certificate.hub.name)
        try session.confirm("Delete the certificate '\(name)' of the hub '\(hub)'? Its devices are locked out.")
        try session.send(precondition.applied(to: .deleteCertificate(hub, name)))
        return .nothing
    }
}
