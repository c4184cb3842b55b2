/// A piece of a statement, with the values that stand in it.
///
/// What a person wrote goes in as a value, never as text; the placeholders get their numbers when the statement is whole.
struct SQLFragment: ExpressibleByStringInterpolation {
    fileprivate enum Part {
        case text(String)
        case value(StoreConnection.Value)
    }

    fileprivate var parts: [Part]

    init(stringLiteral text: String) { parts = [.text(text)] }

    init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ text: String) { parts.append(.text(text)) }

        mutating func appendInterpolation(_ fragment: SQLFragment) { parts += fragment.parts }

        mutating func appendInterpolation(_ number: Int) { parts.append(.text(String(number))) }

        mutating func appendInterpolation(value: StoreConnection.Value) { parts.append(.value(value)) }
    }

    /// The statement and its values, with `$1`, `$2` … in the order of the text.
    var statement: (sql: String, values: [StoreConnection.Value]) {
        var sql = ""
        var values: [StoreConnection.Value] = []
        for part in parts {
            switch part {
            case .text(let text): sql += text
            case .value(let value):
                values.append(value)
                sql += "$\(values.count)"
            }
        }
        return (sql, values)
    }
}

extension [SQLFragment] {
    func joined(_ separator: SQLFragment) -> SQLFragment {
        var joined: SQLFragment = ""
        for (index, fragment) in enumerated() {
            joined = index == 0 ? fragment : "\(joined)\(separator)\(fragment)"
        }
        return joined
    }
}
