import LogQuery

/// Conditions as SQL, with the rules of the language for what has no value.
///
/// Compared by `==` with a value it is unequal to it, compared with another one that has none it is neither equal nor
/// unequal, and by `<` and the like it is neither. A condition that is neither true nor false drops its row.
extension LogCondition {
    /// `keepsUnknown` where neither true nor false is something else than false, as below `not`.
    func sql(_ cells: [LogCell], keepsUnknown: Bool = false) -> SQLFragment {
        switch self {
        case .constant(let value): return value ? "1" : "0"
        case .compare(let left, let comparison, let right):
            let condition = Self.compare(cells[left], comparison, cells[right], keepsUnknown)
            return comparison == .equal ? Self.sifted(cells[left], right, condition) : condition
        case .match(let text, let match, let sought):
            return Self.sifted(cells[text], sought, Self.match(text, match, sought, cells))
        case .isOneOf(let value, let values, let ignoresCase):
            let cell = cells[value]
            let found = Self.isOneOf(cell, values, ignoresCase, keepsUnknown)
            return cell.isNullable && cell.type != .string && keepsUnknown ? "ifnull(\(found), 0)" : found
        case .isBetween(let value, let from, let until):
            return "\(cells[value].value) BETWEEN \(LogCell(from).value) AND \(LogCell(until).value)"
        case .isEmpty(let value):
            let cell = cells[value]
            return cell.type == .string ? "\(cell.value) = ''" : "\(cell.value) IS NULL"
        case .all(let conditions):
            return "(\(conditions.map { $0.sql(cells, keepsUnknown: keepsUnknown) }.joined(" AND ")))"
        case .any(let conditions):
            return "(\(conditions.map { $0.sql(cells, keepsUnknown: keepsUnknown) }.joined(" OR ")))"
        case .not(let condition): return "NOT (\(condition.sql(cells, keepsUnknown: true)))"
        }
    }

    private static func compare(
        _ left: LogCell,
        _ comparison: LogComparison,
        _ right: LogCell,
        _ keepsUnknown: Bool
    ) -> SQLFragment {
        switch comparison {
        case .less: return "\(left.value) < \(right.value)"
        case .lessOrEqual: return "\(left.value) <= \(right.value)"
        case .greater: return "\(left.value) > \(right.value)"
        case .greaterOrEqual: return "\(left.value) >= \(right.value)"
        // A missing text equals no other one, so that the column itself can be looked up in an index.
        case .equal where left.type == .string && !keepsUnknown && (left.isFilled || right.isFilled):
            return "\(left.plain) = \(right.plain)"
        case .equal where left.type == .string || !left.isNullable && !right.isNullable:
            return "\(left.value) = \(right.value)"
        case .unequal where left.type == .string || !left.isNullable && !right.isNullable:
            return "\(left.value) <> \(right.value)"
        case .equal, .unequal:
            let compared: SQLFragment =
                comparison == .equal ? "\(left.value) IS \(right.value)" : "\(left.value) IS NOT \(right.value)"
            guard left.isNullable, right.isNullable, keepsUnknown || comparison == .equal else { return compared }
            return "CASE WHEN \(left.value) IS NOT NULL OR \(right.value) IS NOT NULL THEN \(compared) END"
        }
    }

    /// The same condition, asked only of records in whose JSON a text of the query stands at all.
    ///
    /// To look through the JSON takes a fifth of the time that it takes to read a property out of it. `LIKE` knows no
    /// difference of case in ASCII, so that it finds all that any comparison does, and more.
    private static func sifted(_ cell: LogCell, _ sought: LogScalar, _ condition: SQLFragment) -> SQLFragment {
        guard cell.isInRecord, case .value(.string(let text)) = sought, isSameInJSON(text) else { return condition }
        return "(record LIKE \(value: "%\(text)%") AND \(condition))"
    }

    /// Whether a text has nothing that JSON may write in another way, nor what makes `LIKE` go back and try again.
    private static func isSameInJSON(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && !#""\/%"#.utf8.contains($0) }
    }

    private static func isOneOf(
        _ cell: LogCell,
        _ values: [LogValue],
        _ ignoresCase: Bool,
        _ keepsUnknown: Bool
    ) -> SQLFragment {
        func list(_ values: [LogValue]) -> SQLFragment { values.map { LogCell($0).value }.joined(", ") }
        let texts = values.compactMap { value -> String? in if case .string(let text) = value { text } else { nil } }
        guard ignoresCase else {
            // A missing text is none of these, so that the column itself can be looked up in an index.
            let isPlain = !keepsUnknown && !texts.contains("")
            return "\(isPlain ? cell.plain : cell.value) IN (\(list(values)))"
        }
        let isASCII = texts.allSatisfy(LogFunctions.isASCII)
        let folded = texts.map { LogValue.string(LogFunctions.fold($0)) }
        return "\(LogFunctions.folded(cell.value, isASCII: isASCII)) IN (\(list(folded)))"
    }

    private static func match(
        _ scalar: LogScalar,
        _ match: LogMatch,
        _ soughtScalar: LogScalar,
        _ cells: [LogCell]
    ) -> SQLFragment {
        var text = cells[scalar].value
        var sought = cells[soughtScalar].value
        if match.ignoresCase {
            if case .value(.string(let literal)) = soughtScalar {
                text = LogFunctions.folded(text, isASCII: LogFunctions.isASCII(literal))
                sought = LogCell(.string(LogFunctions.fold(literal))).value
            } else {
                text = LogFunctions.folded(text, isASCII: false)
                sought = LogFunctions.folded(sought, isASCII: false)
            }
        }
        switch match.place {
        case .whole: return "\(text) = \(sought)"
        case .anywhere: return "instr(\(text), \(sought)) > 0"
        case .start: return "instr(\(text), \(sought)) = 1"
        // Of an empty text, the last no characters would be all.
        case .end: return "(\(sought) = '' OR substr(\(text), -length(\(sought))) = \(sought))"
        // Most rows have it nowhere, which SQLite finds out without calling us.
        case .term: return "(instr(\(text), \(sought)) > 0 AND log_has(\(text), \(sought)))"
        }
    }
}
