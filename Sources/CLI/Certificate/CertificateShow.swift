import ArgumentParser
import HubClient

/// `certificate show`.
struct CertificateShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a CA that is registered on a hub."
    )

    @OptionGroup var certificate: CertificateSelection
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let request = try HubRequest.showCertificate(session.hub(certificate.hub.name), certificate.name())
        return .value(try session.json(request), CertificateCommand.shape)
    }
}
