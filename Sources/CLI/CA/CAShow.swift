import ArgumentParser

/// `ca show`.
struct CAShow: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the CA's certificate in PEM.",
        discussion: "Of the context; with '--server', as that server presents it."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        .text(Array(try AuthorityCertificate(session).pem.utf8))
    }
}
