import HubModel

/// Text in XML 1.0.
enum XMLText {
    /// Fit for an element or a quoted attribute.
    ///
    /// What XML has no way to write, such as an escape character, was made visible first.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in VisibleText.show(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Noncharacters (XML 1.0 §2.2).
            case "\u{FFFE}", "\u{FFFF}": escaped += "?"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
