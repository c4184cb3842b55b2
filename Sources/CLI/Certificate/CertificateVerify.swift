import ArgumentParser
import HubClient
import HubModel

/// `certificate verify`.
struct CertificateVerify: Verb {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove to possess the CA's key, with a certificate that it signed for the verification code."
    )

    @OptionGroup var certificate: CertificateSelection
    @OptionGroup var source: CertificateFileOption
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let verification = CertificateVerification(certificate: try source.text(session))
        let request = try HubRequest.verifyCertificate(
            session.hub(certificate.hub.name),
            certificate.name(),
            verification
        )
        return .value(try session.json(precondition.applied(to: request)), CertificateCommand.shape)
    }
}
