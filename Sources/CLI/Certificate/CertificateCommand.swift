import ArgumentParser

/// `certificate`: the CAs whose devices a hub lets in.
struct CertificateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Manage the CAs whose devices a hub lets in.",
        discussion: """
            Register the certificate of a CA, ask for a verification code, sign a certificate for CN=CODE with the \
            CA's key, and hand it in:
              devicestream certificate create plant-ca --file ca.pem
              devicestream certificate generate-verification-code plant-ca -o tsv
              devicestream certificate verify plant-ca --file proof.pem
            Then devices of the type certificateAuthority sign in with certificates of that CA, for CN=DEVICE.
            """,
        subcommands: [
            CertificateList.self, CertificateShow.self, CertificateCreate.self, CertificateDelete.self,
            CertificateGenerateVerificationCode.self, CertificateVerify.self,
        ]
    )

    static let shape = TableShape([
        .init("Name", "name"), .init("IsVerified", "isVerified"), .init("Expiry", "expiry"),
        .init("Subject", "subject"), .init("Thumbprint", "thumbprint"),
    ])
}
