/// What the functions give.
extension Node.Call {
    func result(of value: JSONValue) throws(ExpressionError) -> JSONValue {
        var values: [JSONValue] = []
        for (index, argument) in arguments.enumerated() where !argument.isReference {
            let result = try argument.node.result(of: value)
            try check(result, function.parameter(index), at: argument.position)
            values.append(result)
        }
        switch function {
        case .abs, .avg, .ceil, .floor, .sum, .toNumber: return try number(of: values[0])
        case .map, .maxBy, .minBy, .sortBy: return try keyed(values[0].elements ?? [])
        case .max: return Self.greatest(of: values[0].elements ?? [])
        case .min: return Self.least(of: values[0].elements ?? [])
        case .sort: return .array((values[0].elements ?? []).sorted { $0.precedes($1) == true })
        case .contains: return .bool(try contains(values[0], values[1]))
        case .endsWith: return .bool(Self.utf8(values[0]).reversed().starts(with: Self.utf8(values[1]).reversed()))
        case .startsWith: return .bool(Self.utf8(values[0]).starts(with: Self.utf8(values[1])))
        case .join: return .string(Self.joined(values[1].elements ?? [], by: values[0].stringValue ?? ""))
        case .keys: return .array((values[0].orderedMembers ?? []).map { .string($0.0) })
        case .values: return .array((values[0].orderedMembers ?? []).map(\.1))
        case .length: return .number(JSONNumber(Self.length(of: values[0])))
        case .merge: return Self.merged(values)
        case .notNull: return values.first { !$0.isNull } ?? .null
        case .reverse: return Self.reversed(values[0])
        case .toArray: return values[0].elements == nil ? .array([values[0]]) : values[0]
        case .toString: return .string(values[0].stringValue ?? Self.writer.text(values[0]))
        case .type: return .string(ValueType(values[0]).rawValue)
        }
    }

    /// As `jmespath.py` writes it: ASCII, members in the order of the document.
    private static let writer = JSONWriter(layout: .compact, sortsMembers: false, escapes: .nonASCII)

    private func check(
        _ value: JSONValue,
        _ parameter: Function.Parameter,
        at position: Int
    ) throws(ExpressionError) {
        let type = ValueType(value)
        switch parameter {
        case .any, .reference: break
        case .oneOf(let types):
            guard !types.contains(type) else { return }
            throw mismatch(at: position, ValueType.phrase(types), found: type.phrase)
        case .list(let types):
            let wanted = "a list of " + types.map { "\($0.rawValue)s" }.joined(separator: " or of ")
            guard let elements = value.elements else { throw mismatch(at: position, wanted, found: type.phrase) }
            guard let first = elements.first.map(ValueType.init) else { return }
            for found in elements.lazy.map(ValueType.init) where found != first || !types.contains(found) {
                throw mismatch(at: position, wanted, found: "\(found.phrase) in it")
            }
        }
    }

    private func contains(_ subject: JSONValue, _ wanted: JSONValue) throws(ExpressionError) -> Bool {
        if let elements = subject.elements { return elements.contains(wanted) }
        guard case .string = wanted else {
            throw mismatch(
                at: arguments[1].position,
                "a string to look for in a string",
                found: ValueType(wanted).phrase
            )
        }
        return Self.contains(Self.utf8(subject), Self.utf8(wanted))
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start] == first && text[start..<start + part.count].elementsEqual(part)
        }
    }

    private static func utf8(_ value: JSONValue) -> [UInt8] { Array((value.stringValue ?? "").utf8) }

    private static func joined(_ elements: [JSONValue], by separator: String) -> String {
        elements.map { $0.stringValue ?? "" }.joined(separator: separator)
    }

    /// Elements, members, or code points.
    private static func length(of value: JSONValue) -> Int {
        if let elements = value.elements { return elements.count }
        if case .object(let object) = value { return object.members.count }
        return (value.stringValue ?? "").unicodeScalars.count
    }

    private static func merged(_ objects: [JSONValue]) -> JSONValue {
        var builder = JSONObject.Builder()
        for object in objects {
            for (name, value) in object.orderedMembers ?? [] { builder.set(name, value) }
        }
        return .object(builder.object)
    }

    private static func reversed(_ value: JSONValue) -> JSONValue {
        if let elements = value.elements { return .array(elements.reversed()) }
        var text = ""
        text.unicodeScalars.append(contentsOf: (value.stringValue ?? "").unicodeScalars.reversed())
        return .string(text)
    }

    /// Of equal ones the first.
    private static func greatest(of elements: [JSONValue]) -> JSONValue {
        guard var greatest = elements.first else { return .null }
        for element in elements where greatest.precedes(element) == true { greatest = element }
        return greatest
    }

    private static func least(of elements: [JSONValue]) -> JSONValue {
        guard var least = elements.first else { return .null }
        for element in elements where element.precedes(least) == true { least = element }
        return least
    }
}
