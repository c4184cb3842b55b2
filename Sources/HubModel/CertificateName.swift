/// The name of a CA's certificate on a hub: 1 to 64 of `A-Z a-z 0-9 - . _`, as in Azure.
package struct CertificateName: Identifier {
    package static let noun = "certificate name"
    package static let rule = "1 to 64 of A-Z a-z 0-9 - . _ and neither '.' nor '..'"
    package let text: String

    package init(checked text: String) { self.text = text }

    package static func accepts(_ text: String) -> Bool { Word.accepts(text, 1...64) }
}
