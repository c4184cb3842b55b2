import ArgumentParser
import HubClient
import HubModel

/// `certificate create`.
struct CertificateCreate: Verb {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Register the certificate of a CA on a hub.",
        discussion: """
            It lets no device in before 'certificate verify'. Where a file holds a private key, too, the key is not \
            sent.
            """
    )

    @OptionGroup var certificate: CertificateSelection
    @OptionGroup var source: CertificateFileOption
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let creation = CertificateCreation(name: try certificate.name(), certificate: try source.text(session))
        let request = try HubRequest.createCertificate(session.hub(certificate.hub.name), creation)
        return .value(try session.json(request), CertificateCommand.shape)
    }
}
