/// Objects to make, and calls of functions.
extension Parser {
    /// An object to make, after `{`.
    mutating func hash(at position: Int) throws(ExpressionError) -> Branch {
        try countContainer(at: position)
        var members: [(name: String, value: Node)] = []
        var values: [Branch] = []
        repeat {
            switch current.kind {
            case .identifier(let name), .quotedIdentifier(let name):
                index += 1
                try expect(.colon, "':' after the name")
                let value = try expression(above: 0)
                members.append((name, value.node))
                values.append(value)
            default: throw unexpected("a name")
            }
        } while take(.comma)
        try expect(.rightBrace, "',' or '}'")
        return try Branch(.hash(members), at: position, above: values)
    }

    /// A call; its `(` is the current token.
    mutating func call(_ name: Branch) throws(ExpressionError) -> Branch {
        guard name.isName, case .field(let text) = name.node else {
            throw ExpressionError(
                .syntax,
                at: current.position,
                "Expected a function's name before '(', found something else."
            )
        }
        index += 1
        let arguments = try arguments()
        guard let function = Function(rawValue: text) else { throw Function.unknown(text, at: name.position) }
        if function == .toArray { try countContainer(at: name.position) }
        let call = Node.Call(function: function, arguments: arguments.map(\.argument), position: name.position)
        try call.check()
        return try Branch(.call(call), at: name.position, above: arguments.map(\.branch))
    }

    private mutating func arguments() throws(ExpressionError) -> [(argument: Node.Argument, branch: Branch)] {
        var arguments: [(argument: Node.Argument, branch: Branch)] = []
        if take(.rightParenthesis) { return arguments }
        repeat {
            let position = current.position
            let isReference = take(.reference)
            let branch = try expression(above: 0)
            let argument = Node.Argument(node: branch.node, isReference: isReference, position: position)
            arguments.append((argument, branch))
        } while take(.comma)
        try expect(.rightParenthesis, "',' or ')'")
        return arguments
    }
}
