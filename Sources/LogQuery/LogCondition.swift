/// What a query demands of a row.
///
/// Chains of `and` and `or` are flat, so that its depth is that of brackets alone.
package indirect enum LogCondition: Equatable, Sendable {
    case constant(Bool)
    case compare(LogScalar, LogComparison, LogScalar)
    /// Texts.
    case match(LogScalar, LogMatch, LogScalar)
    case isOneOf(LogScalar, [LogValue], ignoringCase: Bool)
    /// Both ends count.
    case isBetween(LogScalar, LogValue, LogValue)
    /// An empty text; for other types, no value.
    case isEmpty(LogScalar)
    case all([LogCondition])
    case any([LogCondition])
    case not(LogCondition)
}

/// How two values are compared.
package enum LogComparison: String, CaseIterable, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// How a text is looked for in another one.
package struct LogMatch: Equatable, Sendable {
    package enum Place: Sendable {
        /// The whole text.
        case whole
        case anywhere
        case start
        case end
        /// Between characters that are neither letters nor digits.
        case term
    }

    package var place: Place
    package var ignoresCase: Bool

    package init(_ place: Place, ignoringCase: Bool) {
        self.place = place
        ignoresCase = ignoringCase
    }

    /// The operators, without those that begin with `!`.
    static let operators: [String: LogMatch] = [
        "=~": LogMatch(.whole, ignoringCase: true),
        "contains": LogMatch(.anywhere, ignoringCase: true),
        "contains_cs": LogMatch(.anywhere, ignoringCase: false),
        "startswith": LogMatch(.start, ignoringCase: true),
        "startswith_cs": LogMatch(.start, ignoringCase: false),
        "endswith": LogMatch(.end, ignoringCase: true),
        "endswith_cs": LogMatch(.end, ignoringCase: false),
        "has": LogMatch(.term, ignoringCase: true),
        "has_cs": LogMatch(.term, ignoringCase: false),
    ]
}
