/// An expression as a tree: what is done with the value that an expression looks at.
///
/// Long chains (`a.b.c`, `a || b || c`) are one node, so that no stack is as deep as an expression is long.
indirect enum Node: Sendable {
    case current
    case literal(JSONValue)
    case field(String)
    case index(Int)
    case slice(Slice)
    /// Each looks at the result of the one before.
    case sequence([Node])
    /// Each element of the base through the rest, without `null`.
    case projection(base: Node, rest: Node)
    /// Each value of an object likewise.
    case valueProjection(base: Node, rest: Node)
    /// Each element likewise for which the condition is true.
    case filter(base: Node, condition: Node, rest: Node)
    case flatten(Node)
    case comparison(Comparison, Node, Node)
    case or([Node])
    case and([Node])
    case not(Node)
    case list([Node])
    case hash([(name: String, value: Node)])
    case call(Call)

    enum Comparison: Sendable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    /// `[start:stop:step]`.
    struct Slice: Sendable {
        var start: Int?
        var stop: Int?
        var step: Int?
    }

    struct Call: Sendable {
        let function: Function
        let arguments: [Argument]
        let position: Int
    }

    struct Argument: Sendable {
        let node: Node
        /// Whether it is given as `&expression`.
        let isReference: Bool
        let position: Int
    }

    /// The nodes that hold any number of others.
    enum Chain {
        case sequence, alternatives, conditions

        func node(of links: [Node]) -> Node {
            switch self {
            case .sequence: .sequence(links)
            case .alternatives: .or(links)
            case .conditions: .and(links)
            }
        }
    }

    /// Adds a link at the end, and tells whether the chain had to be begun.
    mutating func append(_ next: Node, to chain: Chain) -> Bool {
        guard var links = links(of: chain) else {
            self = chain.node(of: [self, next])
            return true
        }
        // Without this second owner the list grows in its place.
        self = .current
        links.append(next)
        self = chain.node(of: links)
        return false
    }

    private func links(of chain: Chain) -> [Node]? {
        switch (self, chain) {
        case (.sequence(let links), .sequence), (.or(let links), .alternatives), (.and(let links), .conditions): links
        default: nil
        }
    }
}
