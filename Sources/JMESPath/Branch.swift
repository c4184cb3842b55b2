/// A part of the tree that the parser has made, with what it must know of it.
struct Branch {
    /// How deep a tree may be, and how deep an expression may nest: evaluation goes as deep into the stack.
    static let maximumHeight = 256

    var node: Node
    /// Nodes from here to the lowest one.
    private(set) var height = 1
    /// Where it begins.
    let position: Int
    /// Whether it is a name without quotes and anything around it: then it can be a function's.
    var isName = false

    init(_ node: Node, at position: Int) {
        self.node = node
        self.position = position
    }

    /// The node stands above these others.
    init(_ node: Node, at position: Int, above others: [Branch]) throws(ExpressionError) {
        self.init(node, at: position)
        for other in others { try grow(above: other) }
    }

    /// Makes the branch as high as it must be to stand above another.
    mutating func grow(above other: Branch) throws(ExpressionError) {
        height = max(height, other.height + 1)
        guard height <= Self.maximumHeight else { throw Self.tooDeep(at: other.position) }
    }

    /// Adds a link to a chain, which is one node however long it is.
    mutating func append(_ next: Branch, to chain: Node.Chain) throws(ExpressionError) {
        isName = false
        if node.append(next.node, to: chain) {
            let first = self
            try grow(above: first)
        }
        try grow(above: next)
    }

    /// The error for what nests too deep.
    static func tooDeep(at position: Int) -> ExpressionError {
        ExpressionError(.syntax, at: position, "The expression is nested deeper than \(maximumHeight) levels.")
    }
}
