import ArgumentParser
import JMESPath

/// `ca fingerprint`.
struct CAFingerprint: Verb {
    static let configuration = CommandConfiguration(
        commandName: "fingerprint",
        abstract: "Print the fingerprint of the CA's certificate.",
        discussion: "Of the context; with '--server', as that server presents it. The bare text: -o tsv"
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .value(.make([("fingerprint", .string(try AuthorityCertificate(session).fingerprint))]))
    }
}
