import ArgumentParser
import HubModel

/// Which certificate of a hub a command is about.
struct CertificateSelection: ParsableArguments {
    @Argument(help: "The certificate's name on the hub.", completion: .custom(Completions.certificates))
    var certificate: String

    @OptionGroup var hub: HubOptions

    /// The name, checked.
    func name() throws(HubError) -> CertificateName { try CertificateName(certificate, target: "certificate") }
}
