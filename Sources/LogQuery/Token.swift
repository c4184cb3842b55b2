/// A word, a value or a sign of a query.
struct Token: Equatable {
    enum Kind: Equatable {
        /// Of a column, an operator or a function; operators such as `!in` and `in~` are words, too.
        case word(String)
        case value(LogValue)
        case sign(Sign)
        case end
    }

    /// The longer ones first, because the lexer takes the first that fits.
    enum Sign: String, CaseIterable {
        case equal = "=="
        case unequal = "!="
        case equalIgnoringCase = "=~"
        case unequalIgnoringCase = "!~"
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case range = ".."
        case bar = "|"
        case open = "("
        case close = ")"
        case comma = ","
        case less = "<"
        case greater = ">"
        case assign = "="
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case percent = "%"
        case dot = "."
        case openList = "["
        case closeList = "]"
        case openObject = "{"
        case closeObject = "}"
        case colon = ":"
        case semicolon = ";"
    }

    let kind: Kind
    /// Where it stands, in characters from 0.
    let range: Range<Int>
}
