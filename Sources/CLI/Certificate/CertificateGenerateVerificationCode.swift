import ArgumentParser
import HubClient

/// `certificate generate-verification-code`.
struct CertificateGenerateVerificationCode: Verb {
    static let configuration = CommandConfiguration(
        commandName: "generate-verification-code",
        abstract: "Make the code for which the CA's key must sign a certificate.",
        discussion: "The code is the common name of that certificate. A code made before is void. The bare code: -o tsv"
    )

    @OptionGroup var certificate: CertificateSelection
    @OptionGroup var precondition: PreconditionOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = try HubRequest.generateVerificationCode(
            session.hub(certificate.hub.name),
            certificate.name()
        )
        return .value(try session.json(precondition.applied(to: request)))
    }
}
