/// A JMESPath expression, read and checked: what can be wrong with it whatever the document is wrong already here.
///
/// The language is that of the specification at jmespath.org; binding powers are those of `jmespath.py`, which `az`
/// uses. As there, strings can be ordered and `` `text` `` without quotes is a string.
package struct Expression: Sendable {
    private let root: Node

    /// Reads an expression.
    ///
    /// Unknown functions, wrong numbers of arguments and steps of zero are found here, so that a mistyped query is
    /// refused before anything is asked for.
    package init(_ text: String) throws(ExpressionError) {
        let characters = Array(text.unicodeScalars)
        var lexer = Lexer(characters)
        var parser = Parser(try lexer.tokens())
        root = try parser.root()
    }

    /// What the expression finds in a document.
    package func result(of document: JSONValue) throws(ExpressionError) -> JSONValue {
        try root.result(of: document)
    }
}
