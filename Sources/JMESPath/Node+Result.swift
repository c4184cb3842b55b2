/// What each node finds.
extension Node {
    func result(of value: JSONValue) throws(ExpressionError) -> JSONValue {
        switch self {
        case .current: return value
        case .literal(let literal): return literal
        case .field(let name): return value[name] ?? .null
        case .index(let index): return Self.element(index, of: value)
        case .slice(let slice): return value.elements.map { .array(slice.elements(of: $0)) } ?? .null
        case .sequence(let nodes):
            var result = value
            for node in nodes { result = try node.result(of: result) }
            return result
        case .projection(let base, let rest):
            guard case .array(let elements) = try base.result(of: value) else { return .null }
            return try rest.results(of: elements)
        case .valueProjection(let base, let rest):
            guard case .object(let object) = try base.result(of: value) else { return .null }
            return try rest.results(of: object.members.map(\.1))
        case .filter(let base, let condition, let rest):
            guard case .array(let elements) = try base.result(of: value) else { return .null }
            return try rest.results(of: elements, where: condition)
        case .flatten(let base): return Self.flattened(try base.result(of: value))
        case .comparison(let comparison, let left, let right):
            return comparison.result(of: try left.result(of: value), try right.result(of: value))
        case .or(let nodes): return try Self.first(where: true, of: nodes, value)
        case .and(let nodes): return try Self.first(where: false, of: nodes, value)
        case .not(let node): return .bool(!(try node.result(of: value).isTrue))
        case .list, .hash: return value.isNull ? .null : try made(of: value)
        case .call(let call): return try call.result(of: value)
        }
    }

    private func results(of elements: [JSONValue], where condition: Node? = nil) throws(ExpressionError) -> JSONValue {
        if condition == nil, case .current = self { return .array(elements.filter { !$0.isNull }) }
        var results: [JSONValue] = []
        for element in elements {
            if let condition, !(try condition.result(of: element).isTrue) { continue }
            let result = try result(of: element)
            if !result.isNull { results.append(result) }
        }
        return .array(results)
    }

    private static func element(_ index: Int, of value: JSONValue) -> JSONValue {
        guard case .array(let elements) = value else { return .null }
        let index = index < 0 ? elements.count + index : index
        return elements.indices.contains(index) ? elements[index] : .null
    }

    private static func flattened(_ value: JSONValue) -> JSONValue {
        guard case .array(let elements) = value else { return .null }
        var flat: [JSONValue] = []
        for element in elements {
            if case .array(let inner) = element { flat += inner } else { flat.append(element) }
        }
        return .array(flat)
    }

    /// The first result that is true, or false; the last one where none is.
    private static func first(
        where isTrue: Bool,
        of nodes: [Node],
        _ value: JSONValue
    ) throws(ExpressionError) -> JSONValue {
        var result = JSONValue.null
        for node in nodes {
            result = try node.result(of: value)
            if result.isTrue == isTrue { return result }
        }
        return result
    }

    private func made(of value: JSONValue) throws(ExpressionError) -> JSONValue {
        switch self {
        case .list(let nodes):
            var elements: [JSONValue] = []
            for node in nodes { elements.append(try node.result(of: value)) }
            return .array(elements)
        case .hash(let members):
            var object = JSONObject.Builder()
            for member in members { object.set(member.name, try member.value.result(of: value)) }
            return .object(object.object)
        default:
            return try result(of: value)
        }
    }
}

extension JSONValue {
    /// Everything but `false`, `null`, and what is empty.
    var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let bool): bool
        case .number: true
        case .string(let text): !text.isEmpty
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.members.isEmpty
        }
    }
}

extension Node.Comparison {
    /// Only numbers and strings have an order, each among themselves; anything else compares to `null`.
    func result(of left: JSONValue, _ right: JSONValue) -> JSONValue {
        switch self {
        case .equal: .bool(left == right)
        case .notEqual: .bool(left != right)
        case .less: left.precedes(right).map { .bool($0) } ?? .null
        case .greater: right.precedes(left).map { .bool($0) } ?? .null
        case .lessOrEqual: right.precedes(left).map { .bool(!$0) } ?? .null
        case .greaterOrEqual: left.precedes(right).map { .bool(!$0) } ?? .null
        }
    }
}

extension JSONValue {
    /// Whether a number or string stands before another; `nil` of what has no order.
    func precedes(_ other: JSONValue) -> Bool? {
        switch (self, other) {
        case (.number(let left), .number(let right)): left < right
        case (.string(let left), .string(let right)): ExactText.precedes(left, right)
        default: nil
        }
    }
}

extension Node.Slice {
    /// The elements as Python's `list[start:stop:step]` takes them.
    func elements(of elements: [JSONValue]) -> [JSONValue] {
        let count = elements.count
        let step = step ?? 1
        let lowest = step < 0 ? -1 : 0
        let highest = step < 0 ? count - 1 : count
        func bounded(_ index: Int) -> Int { min(max(index < 0 ? index + count : index, lowest), highest) }
        let start = start.map(bounded) ?? (step < 0 ? highest : lowest)
        let stop = stop.map(bounded) ?? (step < 0 ? lowest : highest)
        return stride(from: start, to: stop, by: step).map { elements[$0] }
    }
}
