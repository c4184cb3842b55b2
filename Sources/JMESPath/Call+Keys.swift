/// The functions that look at each element through an expression.
extension Node.Call {
    func keyed(_ elements: [JSONValue]) throws(ExpressionError) -> JSONValue {
        guard let reference = arguments.first(where: \.isReference) else { return .null }
        var keys: [JSONValue] = []
        keys.reserveCapacity(elements.count)
        for element in elements { keys.append(try reference.node.result(of: element)) }
        if function == .map { return .array(keys) }
        try check(keys, at: reference.position)
        let places = elements.indices
        switch function {
        case .sortBy:
            return .array(places.sorted { keys[$0].precedes(keys[$1]) == true }.map { elements[$0] })
        case .maxBy:
            let place = places.dropFirst().reduce(0) { keys[$0].precedes(keys[$1]) == true ? $1 : $0 }
            return elements.isEmpty ? .null : elements[place]
        default:
            let place = places.dropFirst().reduce(0) { keys[$1].precedes(keys[$0]) == true ? $1 : $0 }
            return elements.isEmpty ? .null : elements[place]
        }
    }

    /// Only numbers and strings have an order, each among themselves.
    private func check(_ keys: [JSONValue], at position: Int) throws(ExpressionError) {
        guard let first = keys.first.map(ValueType.init) else { return }
        guard first == .number || first == .string else {
            throw mismatch(at: position, "numbers or strings to compare", found: first.phrase)
        }
        for type in keys.lazy.map(ValueType.init) where type != first {
            throw mismatch(at: position, "\(first.rawValue)s to compare, as the first is one", found: type.phrase)
        }
    }
}
