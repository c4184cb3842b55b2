/// Why an expression is none, or cannot be answered for a document.
package struct ExpressionError: Error, Equatable {
    /// The errors of the JMESPath specification.
    package enum Kind: String, CaseIterable, Sendable {
        /// The expression is not of the grammar, or nests too deep.
        case syntax
        /// There is no function of the name.
        case unknownFunction = "unknown-function"
        /// A function has too few or too many arguments.
        case invalidArity = "invalid-arity"
        /// A function's argument is of a type that it does not take.
        case invalidType = "invalid-type"
        /// A value that nothing can be done with, such as a step of zero.
        case invalidValue = "invalid-value"
    }

    package let kind: Kind
    /// Unicode scalars of the expression before the place; as many as it has, where its end is the place.
    package let position: Int
    /// What was expected and what was found, in one sentence.
    package let message: String

    init(_ kind: Kind, at position: Int, _ message: String) {
        self.kind = kind
        self.position = position
        self.message = message
    }
}
