/// Words of a person, made fit to stand in a comment of any of the forms.
///
/// Only what is harmless everywhere stays; so a new form, or an old tool with rules of its own, has nothing to fear. The
/// words as they are stand in `json` and `csv`.
enum CommentText {
    /// More would make a comment that nobody reads; iptables takes 255 bytes.
    static let maximumLength = 120

    private static let harmless = Set(" .,:()/_+=@".unicodeScalars)

    /// Letters and digits of any script stay, and few signs; a run of hyphens becomes one, because `--` ends an XML
    /// comment; a line break becomes a space; everything else becomes `?`.
    static func of(_ text: String) -> String {
        var words = ""
        for scalar in text.unicodeScalars.prefix(maximumLength) {
            switch scalar {
            case "\n", "\r", "\t": words += " "
            case "-": words += words.hasSuffix("-") ? "" : "-"
            case _ where harmless.contains(scalar) || isWordPart(scalar): words.unicodeScalars.append(scalar)
            default: words += "?"
            }
        }
        return words
    }

    /// The same in ASCII alone, for tools that read files in the code page of the machine.
    static func ascii(_ text: String) -> String {
        String(text.map { $0.isASCII ? $0 : "?" })
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .decimalNumber: true
        default: false
        }
    }
}
