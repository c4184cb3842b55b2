import HTTPTypes
import Testing
import Yams

/// Compares values with the schemas of the description, as far as it uses JSON Schema.
///
/// JSON is YAML, so both are nodes.
struct SchemaCheck {
    let document: OpenAPIDocument

    /// Checks an answer: its status, its content type, its fields and its body are among those described.
    func check(_ answer: Answer, _ operation: OpenAPIDocument.Operation) throws {
        let responses = try #require(operation.node["responses"])
        guard let response = responses.member(String(answer.status)).map(document.resolved) else {
            Issue.record("\(operation.id) answers \(answer.status), which is not described")
            return
        }
        for (name, header) in response["headers"]?.mapping ?? [:] {
            guard document.resolved(header)["required"]?.bool == true else { continue }
            #expect(answer[name.string ?? ""] != nil, "\(operation.id) answers without \(name.string ?? "")")
        }
        if response["headers"]?["ETag"] == nil { #expect(answer.tag == nil, "\(operation.id)") }
        guard let contents = response["content"] else {
            #expect(answer.body.isEmpty, "\(operation.id)")
            return
        }
        let type = String((answer.fields[.contentType] ?? "").prefix { $0 != ";" })
        guard let content = contents[type], let schema = content["schema"] else {
            Issue.record("\(operation.id) answers with '\(type)', which is not described")
            return
        }
        guard type == "application/json" else { return }
        let value = try #require(try Yams.compose(yaml: answer.text))
        #expect(problems(value, schema, at: "") == [], "\(operation.id)")
    }

    /// What is wrong with a value, each with its place.
    func problems(_ value: Node, _ schema: Node, at place: String) -> [String] {
        let schema = document.resolved(schema)
        var problems: [String] = []
        if let choices = schema["anyOf"]?.sequence {
            let fits = choices.contains { self.problems(value, $0, at: place).isEmpty }
            if !fits { problems.append("\(place) fits none") }
        }
        if let types = types(schema), !types.contains(where: { Self.is(value, $0) }) {
            return problems + ["\(place) is not \(types.joined(separator: " or "))"]
        }
        if let words = schema["enum"]?.sequence, !words.contains(where: { $0.scalar?.string == value.scalar?.string }) {
            problems.append("\(place) is none of its words")
        }
        if let pattern = schema["pattern"]?.string, let text = value.scalar?.string, !Self.isNull(value),
            (try? Regex(pattern).firstMatch(in: text)) ?? nil == nil
        {
            problems.append("\(place) does not look like \(pattern)")
        }
        if let mapping = value.mapping { problems += self.problems(mapping, schema, at: place) }
        if let items = schema["items"] {
            for (index, item) in (value.sequence ?? []).enumerated() {
                problems += self.problems(item, items, at: "\(place)[\(index)]")
            }
        }
        return problems
    }

    private func problems(_ mapping: Node.Mapping, _ schema: Node, at place: String) -> [String] {
        var problems: [String] = []
        let properties = schema["properties"]
        for name in schema["required"]?.sequence?.compactMap(\.string) ?? [] where mapping[Node(name)] == nil {
            problems.append("\(place).\(name) is missing")
        }
        for (key, member) in mapping {
            let name = key.string ?? ""
            if let property = properties?[name] {
                problems += self.problems(member, property, at: place + "." + name)
            } else if schema["additionalProperties"]?.bool == false {
                problems.append("\(place).\(name) is not described")
            } else if let other = schema["additionalProperties"], other.mapping != nil {
                problems += self.problems(member, other, at: place + "." + name)
            }
        }
        return problems
    }

    private func types(_ schema: Node) -> [String]? {
        guard let type = schema["type"] else { return nil }
        return type.string.map { [$0] } ?? type.sequence?.compactMap(\.string)
    }

    private static func `is`(_ value: Node, _ type: String) -> Bool {
        switch type {
        case "object": value.mapping != nil
        case "array": value.sequence != nil
        case "null": isNull(value)
        case "integer": isPlain(value) && value.int != nil
        case "boolean": isPlain(value) && value.bool != nil
        case "string":
            value.scalar != nil && !isNull(value) && (!isPlain(value) || value.int == nil && value.bool == nil)
        default: true
        }
    }

    private static func isNull(_ value: Node) -> Bool { isPlain(value) && value.scalar?.string == "null" }

    private static func isPlain(_ value: Node) -> Bool { value.scalar?.style == .plain }

    /// A value of the document as JSON.
    static func json(_ node: Node) -> String {
        switch node {
        case .mapping(let mapping):
            return "{" + mapping.map { quoted($0.key.string ?? "") + ":" + json($0.value) }.joined(separator: ",") + "}"
        case .sequence(let sequence):
            return "[" + sequence.map(json).joined(separator: ",") + "]"
        case .scalar(let scalar):
            let isLiteral = isNull(node) || isPlain(node) && (node.int != nil || node.bool != nil)
            return isLiteral ? scalar.string : quoted(scalar.string)
        case .alias:
            return "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }
}
