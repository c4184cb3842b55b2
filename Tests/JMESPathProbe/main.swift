import JMESPath

// Answers `{"expression":…,"document":…}` of each line of standard input with `{"result":…}` or
// `{"error":…,"position":…,"message":…}`, and `{"pretty":…}` with the text of that value: for scripts/check-jmespath.

func answer(_ line: String) -> JSONValue {
    let question = JSONValue.read(Array(line.utf8))
    if let value = question?["pretty"] { return .make([("result", .string(value.prettyText))]) }
    guard let text = question?["expression"]?.stringValue, let document = question?["document"] else {
        return .make([("error", .string("unreadable"))])
    }
    do throws(ExpressionError) {
        return .make([("result", try Expression(text).result(of: document))])
    } catch {
        return .make([
            ("error", .string(error.kind.rawValue)), ("position", .number(JSONNumber(error.position))),
            ("message", .string(error.message)),
        ])
    }
}

let writer = JSONWriter(layout: .compact, sortsMembers: false)
while let line = readLine() { print(writer.text(answer(line))) }
